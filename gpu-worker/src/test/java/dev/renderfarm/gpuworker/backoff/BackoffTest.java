package dev.renderfarm.gpuworker.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Test
    void shouldDoubleUpToTheLongestWhenFailuresGoOn() {
        // Given
        var backoff = new Backoff(FIRST, LONGEST, always(1.0));
        // When, then
        assertThat(backoff.afterFailures(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.afterFailures(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.afterFailures(4)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.afterFailures(1_000_000)).isEqualTo(LONGEST);
    }

    @Test
    void shouldWaitATenthAtLeastWhenChanceSaysNothing() {
        assertThat(new Backoff(FIRST, LONGEST, always(0.0)).afterFailures(1)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void shouldRefuseWhenItCannotGrow() {
        assertThatThrownBy(() -> new Backoff(LONGEST, FIRST, always(0)))
                .hasMessageContaining("positive and grow: PT5S to PT0.1S");
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
