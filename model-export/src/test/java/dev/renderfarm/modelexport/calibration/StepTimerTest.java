package dev.renderfarm.modelexport.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepTimerTest {

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();
    private final StepTimer timer = new StepTimer(clock::get);

    @Test
    void shouldTakeTheMedianOfFiveAfterOneThatDoesNotCount() {
        // Given
        long[] seconds = {100, 9, 1, 5, 3, 7};
        // When
        double median = timer.median(() -> clock.addAndGet(seconds[runs.getAndIncrement()] * 1_000_000_000));
        // Then
        assertThat(median).isEqualTo(5);
        assertThat(runs).hasValue(6);
    }

    @Test
    void shouldRepeatAShortStepForASecond() {
        assertThat(timer.median(() -> {
                    runs.getAndIncrement();
                    clock.addAndGet(10_000_000);
                }))
                .isEqualTo(0.01);
        assertThat(runs).hasValue(101);
    }
}
