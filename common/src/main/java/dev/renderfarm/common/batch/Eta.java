package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * When the last picture of a batch is expected to be settled, as things stand.
 *
 * @param p50 half of such batches are done by then
 * @param p90 nine of ten are
 */
public record Eta(Instant p50, Instant p90) {

    public Eta {
        requireNonNull(p50, "p50 is null");
        requireNonNull(p90, "p90 is null");
    }
}
