package dev.renderfarm.coordinator.ledger.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadyReadingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeLedgerStream stream = new FakeLedgerStream();
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final SteadyReading reading = new SteadyReading(stream, PATIENCE, () -> now);

    private void readAndMoveOn(Duration later) {
        stream.readable = true;
        assertThat(reading.holds()).isTrue();
        stream.readable = false;
        now = now.plus(later);
    }

    @Test
    void shouldNotHoldBeforeTheFirstReading() {
        assertThat(reading.holds()).isFalse();
    }

    @Test
    void shouldHoldForAsLongAsRequestsWait() {
        readAndMoveOn(PATIENCE.minusMillis(1));
        assertThat(reading.holds()).isTrue();
    }

    @Test
    void shouldHoldNoLongerThanRequestsWaitHoweverOftenItIsAsked() {
        readAndMoveOn(PATIENCE.minusMillis(1));
        reading.holds();
        now = now.plusMillis(1);
        assertThat(reading.holds()).isFalse();
    }

    @Test
    void shouldNotHoldWhenTheStreamHasFailed() {
        readAndMoveOn(Duration.ofMillis(1));
        stream.failed = true;
        assertThat(reading.holds()).isFalse();
    }

    @Test
    void shouldNotHoldWhenTheStreamIsNotStartedAgain() {
        readAndMoveOn(Duration.ofMillis(1));
        stream.hopelessBecause = Optional.of("it fails for the same reason");
        assertThat(reading.holds()).isFalse();
    }
}
