package dev.renderfarm.common.backoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Backoff doubling = Backoff.doubling(FIRST, LONGEST, Jitter.NONE);

    @ParameterizedTest
    @CsvSource({"0, PT0.1S", "1, PT0.1S", "2, PT0.2S", "4, PT0.8S", "7, PT5S", "1000000, PT5S"})
    void shouldDoubleUpToTheLongestWhenFailuresGoOn(int failures, Duration wait) {
        assertThat(doubling.afterFailures(failures)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"PT0.1S, PT0.2S", "PT2.5S, PT5S", "PT3S, PT5S", "PT5S, PT5S"})
    void shouldDoubleUpToTheLongestWhenItFollowsAWait(Duration last, Duration next) {
        assertThat(doubling.following(last)).isEqualTo(next);
    }

    @Test
    void shouldGrowByItsFactorWhenThatIsNotTwo() {
        // Given
        var backoff = new Backoff(FIRST, 3, LONGEST, Jitter.NONE);
        // When, then
        assertThat(backoff.afterFailures(3)).isEqualTo(Duration.ofMillis(900));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, PT0S", "0.1, 0, PT0.01S", "0.1, 0.5, PT0.055S", "0.1, 1, PT0.1S", "0.5, 0, PT0.05S"})
    void shouldLeaveAsMuchToChanceAsItsJitterSays(double share, double drawn, Duration wait) {
        // Given
        var backoff = Backoff.doubling(FIRST, LONGEST, Jitter.downTo(share, always(drawn)));
        // When, then
        assertThat(backoff.afterFailures(1)).isEqualTo(wait);
    }

    @Test
    void shouldRefuseWhenItCannotGrow() {
        assertThatThrownBy(() -> Backoff.doubling(LONGEST, FIRST, Jitter.NONE))
                .hasMessageContaining("first PT5S, factor 2.0, longest PT0.1S");
        assertThatThrownBy(() -> new Backoff(FIRST, 0.5, LONGEST, Jitter.NONE))
                .hasMessageContaining("factor of at least 1");
        assertThatThrownBy(() -> Backoff.doubling(FIRST.negated(), LONGEST, Jitter.NONE))
                .hasMessageContaining("0 <= first");
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
