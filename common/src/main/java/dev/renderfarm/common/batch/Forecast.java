package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was expected of a batch on its way, and how far that was off.
 *
 * @param settledPercent how far it had come, at least
 * @param at when it was said
 * @param lateSeconds by how much it ended after {@link #p50}, negative where it was before; null until it has ended
 * @param held whether it had ended by {@link #p90}; null until it has ended
 */
public record Forecast(
        int settledPercent,
        Instant at,
        Instant p50,
        Instant p90,
        @Nullable Double lateSeconds,
        @Nullable Boolean held) {

    public Forecast {
        requireNonNull(at, "at is null");
        requireNonNull(p50, "p50 is null");
        requireNonNull(p90, "p90 is null");
    }

    /** @param settledAt when the last picture was settled */
    public Forecast scored(Instant settledAt) {
        double late = Duration.between(p50, settledAt).toMillis() / 1_000.0;
        return new Forecast(settledPercent, at, p50, p90, late, !settledAt.isAfter(p90));
    }
}
