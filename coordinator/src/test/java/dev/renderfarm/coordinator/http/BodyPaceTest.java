package dev.renderfarm.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BodyPaceTest {

    private static final long RATE = 1_000;
    private static final int WINDOW = 10;
    private static final Duration TICK = Duration.ofSeconds(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long bytes;
    private final BodyPace pace = new BodyPace(RATE, Duration.ofSeconds(WINDOW), TICK, now);

    @Test
    void shouldCutOffADrippingBodyWhenTheWindowHasPassed() {
        assertThat(ticksUntilTooSlow(1, 100)).isEqualTo(WINDOW);
    }

    @Test
    void shouldLetPassWhatComesJustFastEnough() {
        assertThat(ticksUntilTooSlow(RATE, 100)).isEqualTo(-1);
        assertThat(ticksUntilTooSlow(RATE - 1, WINDOW)).isEqualTo(WINDOW);
    }

    @Test
    void shouldLetPassBurstsThatAreFastEnoughOnAverage() {
        for (int tick = 1; tick <= 10 * WINDOW; tick++) {
            assertThat(tick(tick % WINDOW == 1 ? RATE * WINDOW : 0, true)).isFalse();
        }
    }

    @Test
    void shouldCutOffABodyThatStopsAfterAFastBeginning() {
        assertThat(tick(1_000 * RATE, true)).isFalse();
        assertThat(ticksUntilTooSlow(0, 100)).isEqualTo(2 * WINDOW - 1);
    }

    @Test
    void shouldNotBlameTheSenderWhileTheFarmTakesNothing() {
        for (int tick = 0; tick < 10 * WINDOW; tick++) {
            assertThat(tick(0, false)).isFalse();
        }
        assertThat(ticksUntilTooSlow(0, 100)).isEqualTo(WINDOW);
    }

    @Test
    void shouldNotBlameTheSenderWhereTheFarmItselfStoodStill() {
        assertThat(ticksUntilTooSlow(0, WINDOW - 1)).isEqualTo(-1);
        now = now.plus(TICK.multipliedBy(2));
        assertThat(tick(0, true)).isFalse();
        assertThat(ticksUntilTooSlow(0, 100)).isEqualTo(WINDOW);
    }

    private int ticksUntilTooSlow(long bytesEach, int most) {
        for (int tick = 1; tick <= most; tick++) {
            if (tick(bytesEach, true)) {
                return tick;
            }
        }
        return -1;
    }

    private boolean tick(long more, boolean awaited) {
        now = now.plus(TICK);
        bytes += more;
        return pace.isTooSlow(now, bytes, awaited);
    }
}
