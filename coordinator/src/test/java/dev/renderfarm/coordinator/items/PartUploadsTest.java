package dev.renderfarm.coordinator.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartUploadsTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final PartUploads uploads = new PartUploads(executor);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void shouldHaveAllDoneWhenItHasFinished() {
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            uploads.begin(done::incrementAndGet);
        }
        uploads.finish();
        assertThat(done).hasValue(20);
    }

    @Test
    void shouldNeverHaveMoreUnderWayThanMayBe() {
        Semaphore places = new Semaphore(PartUploads.MOST);
        AtomicInteger tooMany = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            uploads.begin(() -> {
                if (places.tryAcquire()) {
                    Thread.yield();
                    places.release();
                } else {
                    tooMany.incrementAndGet();
                }
            });
        }
        uploads.finish();
        assertThat(tooMany).hasValue(0);
    }

    @Test
    void shouldGoOnBesideItsCallerWhenItHasBegun() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        uploads.begin(begun::countDown);
        begun.await();
        uploads.finish();
    }

    @Test
    void shouldFailAsTheUploadDidWhenItFinishes() {
        var away = new StorageUnavailableException("away", new IOException("away"));
        uploads.begin(() -> {
            throw away;
        });
        assertThatThrownBy(uploads::finish).isSameAs(away);
    }

    @Test
    void shouldFailAsAnErrorOfTheVirtualMachineDid() {
        uploads.begin(() -> {
            throw new OutOfMemoryError("for a test");
        });
        assertThatThrownBy(uploads::finish).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void shouldUploadByItsCallerWhenThereIsNoThread() {
        List<String> done = new ArrayList<>();
        PartUploads alone = new PartUploads(upload -> {
            throw new RejectedExecutionException("for a test");
        });
        alone.begin(() -> done.add("a"));
        assertThat(done).containsExactly("a");
    }

    @Test
    void shouldStayInterruptedWhenItIsInterruptedWhileItWaits() {
        CountDownLatch never = new CountDownLatch(1);
        uploads.begin(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(uploads::finish).isInstanceOf(StorageUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
