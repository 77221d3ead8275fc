package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RenderRateTest {

    private final RenderRate rate = new RenderRate();

    @Test
    void shouldBeZeroWhenNothingWasRendered() {
        assertThat(rate.perSecond(NOW)).isZero();
    }

    @Test
    void shouldKeepTheRateWhenTheWorkerIsIdle() {
        // Given
        work(10, 20);
        // When
        double later = rate.perSecond(NOW.plusSeconds(10_000));
        // Then
        assertThat(later).isEqualTo(2.0);
    }

    @Test
    void shouldForgetWhatIsOlderThanHalfAMinuteOfWork() {
        // Given
        work(100, 1_000);
        // When: 60 s at one a second
        rate.busy(NOW.plusSeconds(500));
        for (int i = 1; i <= 60; i++) {
            rate.rendered(NOW.plusSeconds(500 + i));
        }
        // Then
        assertThat(rate.perSecond(NOW.plusSeconds(560))).isEqualTo(1.0);
    }

    private void work(int seconds, int pictures) {
        rate.busy(NOW);
        for (int i = 1; i <= pictures; i++) {
            rate.rendered(NOW.plusMillis(1000L * seconds * i / pictures));
        }
        rate.idle(NOW.plusSeconds(seconds));
    }
}
