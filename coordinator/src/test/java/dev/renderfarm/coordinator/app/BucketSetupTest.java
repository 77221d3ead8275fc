package dev.renderfarm.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketSetupTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final Thread thread = new Thread(new BucketSetup(objects, Duration.ofMillis(5)));

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    @Test
    void shouldTryUntilTheBucketIsThere() throws InterruptedException {
        // Given
        objects.setAvailable(false);
        thread.start();
        await().until(() -> objects.triesToMakeBucket() > 2);
        // When
        objects.setAvailable(true);
        thread.join(10_000);
        // Then
        assertThat(thread.isAlive()).isFalse();
        assertThat(objects.hasBucket()).isTrue();
    }

    @Test
    void shouldGoOnTryingWhenStorageRefusesTheKeys() throws InterruptedException {
        // Given
        objects.refuse(StorageRefusedException.Kind.DENIED);
        thread.start();
        await().until(() -> objects.triesToMakeBucket() > 2);
        // When
        objects.setAvailable(true);
        thread.join(10_000);
        // Then
        assertThat(objects.hasBucket()).isTrue();
    }

    @Test
    void shouldGiveUpWhenItIsInterrupted() throws InterruptedException {
        objects.setAvailable(false);
        thread.start();
        await().until(() -> objects.triesToMakeBucket() > 2);
        thread.interrupt();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }
}
