package dev.renderfarm.modeldistribution.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ParallelWorkTest {

    @Test
    void shouldEndAfterTheLastThreadWhenItIsInterrupted() {
        // Given
        Thread caller = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Callable<Void> slow = () -> {
            begun.countDown();
            awaitRequestToStop();
            caller.interrupt();
            while (caller.isInterrupted() || caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            ended.set(true);
            return null;
        };
        Callable<Void> failing = () -> {
            begun.await();
            throw new IOException("made by the test");
        };
        // When
        Throwable problem = catchThrowable(() -> ParallelWork.run(2, List.of(slow, failing)));
        // Then
        assertThat(ended).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(problem).isInstanceOf(IOException.class).hasMessage("made by the test");
    }

    private static void awaitRequestToStop() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // this thread writes on, as one does that waits for a disk
        }
    }
}
