package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.standalone.process.StartProgress.Signs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartProgressTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration NEARLY = PATIENCE.minusSeconds(1);
    /** Of a load of a hundred beside it on two cores. */
    private static final Duration STARVED = PATIENCE.dividedBy(StartProgress.SHARE);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final StartProgress progress = new StartProgress(PATIENCE, () -> now);
    private Signs signs = new Signs(0, Duration.ZERO, Optional.empty());

    @Test
    void shouldNotStallHoweverLongItTakesWhileTheLogGrows() {
        // Given
        for (int look = 1; look <= 100; look++) {
            // When
            seeAfter(NEARLY, new Signs(look, signs.cpu(), signs.awaited()));
            // Then
            assertThat(progress.hasStalled()).isFalse();
        }
    }

    @Test
    void shouldNotStallWhileItGetsAShareOfTheCpu() {
        // Given
        for (int look = 1; look <= 100; look++) {
            // When
            seeAfter(NEARLY, new Signs(0, STARVED.multipliedBy(look), Optional.empty()));
            // Then
            assertThat(progress.hasStalled()).isFalse();
        }
    }

    @Test
    void shouldNotStallWhileItWaitsForSomethingElseEachTime() {
        // Given
        for (int look = 1; look <= 100; look++) {
            // When
            seeAfter(NEARLY, new Signs(0, Duration.ZERO, Optional.of("stage " + look)));
            // Then
            assertThat(progress.hasStalled()).isFalse();
        }
    }

    @Test
    void shouldStallWhenNothingMovesForAsLongAsPatienceLasts() {
        // Given
        seeAfter(Duration.ofHours(1), new Signs(7, STARVED, Optional.of("the ledger")));
        // When
        seeAfter(NEARLY, signs);
        boolean before = progress.hasStalled();
        seeAfter(Duration.ofSeconds(1), signs);
        // Then
        assertThat(before).isFalse();
        assertThat(progress.hasStalled()).isTrue();
        assertThat(progress.still()).isEqualTo(PATIENCE);
    }

    @Test
    void shouldStallWhenItOnlyWaitsAndTakesTheCpuThatWaitingTakes() {
        // Given
        Duration ofASecond = Duration.ofMillis(10);
        seeAfter(Duration.ZERO, signs);
        // When
        for (int second = 1; second <= PATIENCE.toSeconds(); second++) {
            seeAfter(Duration.ofSeconds(1), new Signs(0, ofASecond.multipliedBy(second), Optional.empty()));
        }
        // Then
        assertThat(progress.hasStalled()).isTrue();
    }

    @Test
    void shouldCountFromTheBeginningWhereNothingWasEverSeen() {
        // When
        now = now.plus(PATIENCE);
        // Then
        assertThat(progress.hasStalled()).isTrue();
    }

    private void seeAfter(Duration time, Signs seen) {
        now = now.plus(time);
        signs = seen;
        progress.see(seen);
    }
}
