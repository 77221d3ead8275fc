package dev.renderfarm.coordinator.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastCalibrationTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ForecastCalibration calibration = new ForecastCalibration();

    @Test
    void shouldTakeThePlainTimeAndHalfAsMuchAgainWhenNothingIsLearnt() {
        // When
        Eta eta = calibration.eta(Duration.ofSeconds(99), 30, 100, NOW);
        // Then
        assertThat(eta).isEqualTo(new Eta(NOW.plusSeconds(100), NOW.plusSeconds(150)));
    }

    /** However long batches take in truth, and whatever that is spread like. */
    @ParameterizedTest
    @CsvSource({"1, 0.1", "2, 0.5", "0.5, 1"})
    void shouldHoldAsOftenAsItSaysOnceItHasLearnt(double factor, double spread) {
        // Given
        Random random = new Random(7);
        int held = 0;
        int early = 0;
        // When
        for (int i = 0; i < 4_000; i++) {
            double seconds = 1 + random.nextInt(1_000);
            Eta eta = calibration.eta(Duration.ofMillis(Math.round(seconds * 1_000)), 30, 100, NOW);
            double took = (seconds + 1) * factor * Math.exp(random.nextGaussian() * spread);
            Forecast scored = new Forecast(25, NOW, eta.p50(), eta.p90(), null, null)
                    .scored(NOW.plusMillis(Math.round(took * 1_000)));
            calibration.learn(List.of(scored));
            held += Boolean.TRUE.equals(scored.held()) && i >= 200 ? 1 : 0;
            early += took <= Duration.between(NOW, eta.p50()).toMillis() / 1_000.0 && i >= 200 ? 1 : 0;
        }
        // Then
        assertThat(held / 3_800.0).isCloseTo(0.9, within(0.02));
        assertThat(early / 3_800.0).isCloseTo(0.5, within(0.05));
    }

    @Test
    void shouldLearnForEachStageByItself() {
        // Given
        Eta before = calibration.eta(Duration.ofSeconds(99), 80, 100, NOW);
        Forecast late = new Forecast(25, NOW, NOW, NOW, null, null).scored(NOW.plusSeconds(9));
        // When
        calibration.learn(List.of(late, late, late));
        // Then
        assertThat(calibration.eta(Duration.ofSeconds(99), 80, 100, NOW)).isEqualTo(before);
        assertThat(calibration.eta(Duration.ofSeconds(99), 30, 100, NOW).p90()).isAfter(before.p90());
    }

    @ParameterizedTest
    @CsvSource({"4, 100, ", "5, 100, BEGUN", "24, 100, BEGUN", "1, 4, QUARTER", "75, 100, THREE_QUARTERS", "0, 0, "})
    void shouldKnowTheStageOfABatch(int settled, int total, ForecastStage stage) {
        assertThat(ForecastStage.reached(settled, total).orElse(null)).isEqualTo(stage);
    }
}
