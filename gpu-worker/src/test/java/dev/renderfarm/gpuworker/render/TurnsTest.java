package dev.renderfarm.gpuworker.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.task.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns();
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void shouldServeWhoWaitsBeforeBatchesButNeverTwiceInARowWhileOneOfTheseWaits() throws InterruptedException {
        // Given
        turns.take(Lane.BATCH);
        comes("batch-1", Lane.BATCH);
        comes("batch-2", Lane.BATCH);
        comes("now-1", Lane.INTERACTIVE);
        comes("now-2", Lane.INTERACTIVE);
        comes("now-3", Lane.INTERACTIVE);
        // When
        turns.giveBack();
        // Then
        await().untilAsserted(
                        () -> assertThat(served).containsExactly("now-1", "batch-1", "now-2", "batch-2", "now-3"));
    }

    @Test
    void shouldServeALaneInItsOrderWhereNobodyElseWaits() throws InterruptedException {
        // Given
        turns.take(Lane.INTERACTIVE);
        comes("now-1", Lane.INTERACTIVE);
        comes("now-2", Lane.INTERACTIVE);
        // When
        turns.giveBack();
        // Then
        await().untilAsserted(() -> assertThat(served).containsExactly("now-1", "now-2"));
    }

    @Test
    void shouldPassOverOneThatWasInterrupted() throws InterruptedException {
        // Given
        turns.take(Lane.BATCH);
        Thread gone = comes("gone", Lane.BATCH);
        comes("batch", Lane.BATCH);
        // When
        gone.interrupt();
        gone.join();
        turns.giveBack();
        // Then
        await().untilAsserted(() -> assertThat(served).containsExactly("batch"));
    }

    private Thread comes(String name, Lane lane) {
        int before = turns.waiting(lane);
        Thread thread = new Thread(() -> {
            try {
                turns.take(lane);
                served.add(name);
                turns.giveBack();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(thread);
        thread.start();
        await().until(() -> turns.waiting(lane) == before + 1);
        return thread;
    }
}
