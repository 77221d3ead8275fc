package dev.renderfarm.common.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches/{id}/retry}; may be left out.
 *
 * @param unfinished true asks too for what was cancelled, or not rendered in time
 * @param newSeed true leaves out the seeds that the failed pictures had
 */
public record RetryRequest(
        @Nullable Boolean unfinished, @Nullable Boolean newSeed) {

    /** What failed, with the seeds that it had. */
    public static final RetryRequest FAILED = new RetryRequest(null, null);
}
