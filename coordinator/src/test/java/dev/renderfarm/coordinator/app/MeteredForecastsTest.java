package dev.renderfarm.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredForecastsTest {

    private static final Instant NOW = TestBatches.CREATED;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Batch> passedOn = new ArrayList<>();
    private final MeteredForecasts forecasts = new MeteredForecasts(registry, passedOn::add);

    @Test
    void shouldCountHowForecastsTurnedOut() {
        // Given
        Forecast late = new Forecast(25, NOW, NOW.plusSeconds(10), NOW.plusSeconds(20), null, null);
        Batch ended = TestBatches.shared(
                TestBatches.batch(new BatchId("batch_1"), BatchStatus.COMPLETED, 3),
                Sharing.DEFAULT,
                new Course(0, null, List.of(late.scored(NOW.plusSeconds(15)))));
        // When
        forecasts.ended(ended);
        // Then
        assertThat(count("p50", "false")).isEqualTo(1);
        assertThat(count("p50", "true")).isZero();
        assertThat(count("p90", "true")).isEqualTo(1);
        assertThat(passedOn).containsExactly(ended);
    }

    @Test
    void shouldPassOnABatchWithoutForecasts() {
        // Given
        Batch cancelled = TestBatches.batch(new BatchId("batch_1"), BatchStatus.CANCELLED, 3);
        // When
        forecasts.ended(cancelled);
        // Then
        assertThat(passedOn).containsExactly(cancelled);
    }

    private double count(String quantile, String held) {
        return registry.get("renderfarm.eta.forecasts")
                .tags("settled", "25", "quantile", quantile, "held", held)
                .counter()
                .count();
    }
}
