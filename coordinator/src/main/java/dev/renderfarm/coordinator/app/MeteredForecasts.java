package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.coordinator.eta.ForecastStage;
import dev.renderfarm.coordinator.status.EndedBatches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * Counts how the forecasts of batches that end turned out, and passes the batch on. Of those by {@code p90} nine of ten should hold, of those by {@code p50} a half.
 */
final class MeteredForecasts implements EndedBatches {

    private final MeterRegistry meters;
    private final EndedBatches next;

    /** Registers every counter at once: a series that begins with its first event hides that event. */
    MeteredForecasts(MeterRegistry meters, EndedBatches next) {
        this.meters = meters;
        this.next = next;
        for (ForecastStage stage : ForecastStage.values()) {
            for (String quantile : List.of("p50", "p90")) {
                counter(stage.percent(), quantile, true);
                counter(stage.percent(), quantile, false);
            }
        }
    }

    @Override
    public void ended(Batch batch) {
        List<Forecast> forecasts = batch.renderfarm().course().forecasts();
        if (forecasts != null) {
            forecasts.forEach(this::count);
        }
        next.ended(batch);
    }

    private void count(Forecast forecast) {
        Double late = forecast.lateSeconds();
        Boolean held = forecast.held();
        if (late != null && held != null) {
            counter(forecast.settledPercent(), "p50", late <= 0).increment();
            counter(forecast.settledPercent(), "p90", held).increment();
        }
    }

    private Counter counter(int percent, String quantile, boolean held) {
        return Counter.builder("renderfarm.eta.forecasts")
                .description("Forecasts of batches that completed while this process ran, by how they turned out")
                .tag("settled", Integer.toString(percent))
                .tag("quantile", quantile)
                .tag("held", Boolean.toString(held))
                .register(meters);
    }
}
