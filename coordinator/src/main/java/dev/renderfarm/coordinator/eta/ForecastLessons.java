package dev.renderfarm.coordinator.eta;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Has a calibration learn from the forecasts of the newest {@value #MOST_BATCHES} batches, in the order in which they
 * completed, by their status: so every replica forecasts alike, and does so after a restart. For one thread.
 */
public final class ForecastLessons {

    static final int MOST_BATCHES = 500;
    static final Duration FRESH = Duration.ofSeconds(10);

    private static final Comparator<Batch> BY_END = Comparator.comparing(
                    Batch::completedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(batch -> batch.id().value());

    private final BatchDirectory batches;
    private final ForecastCalibration calibration;
    private final InstantSource clock;
    private Instant lookedAt = Instant.MIN;

    public ForecastLessons(BatchDirectory batches, ForecastCalibration calibration, InstantSource clock) {
        this.batches = batches;
        this.calibration = calibration;
        this.clock = clock;
    }

    /** Looks, unless it has just done so. While the directory cannot be read, what was learnt before counts. */
    public void look() {
        Instant now = clock.instant();
        if (!lookedAt.isBefore(now.minus(FRESH))) {
            return;
        }
        try {
            List<Batch> newest = batches.list(MOST_BATCHES, null)
                    .map(BatchDirectory.Page::batches)
                    .orElse(List.of());
            calibration.learnAnew(forecasts(newest));
            lookedAt = now;
        } catch (LedgerUnavailableException e) {
            lookedAt = Instant.MIN;
        }
    }

    private static List<List<Forecast>> forecasts(List<Batch> newest) {
        return newest.stream()
                .filter(batch -> batch.renderfarm().course().forecasts() != null)
                .sorted(BY_END)
                .map(batch -> batch.renderfarm().course().forecasts())
                .filter(Objects::nonNull)
                .toList();
    }
}
