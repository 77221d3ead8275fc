package dev.renderfarm.common.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches/{id}/retry}; may be left out.
 *
 * @param unfinished true asks too for what was cancelled, or not rendered in time
 * @param newSeed true leaves out the seeds that the pictures had
 * @param all true asks for every picture, those that were rendered too
 * @param customIds of the lines that are meant; null means all
 */
public record RetryRequest(
        @Nullable Boolean unfinished,
        @Nullable Boolean newSeed,
        @Nullable Boolean all,
        @Nullable List<String> customIds) {

    /** Of {@code custom_ids}. */
    public static final int MOST_IDS = 1_000;

    /** What failed, with the seeds that it had. */
    public static final RetryRequest FAILED = new RetryRequest(null, null);

    /** Of all lines, without the pictures that were rendered. */
    public RetryRequest(@Nullable Boolean unfinished, @Nullable Boolean newSeed) {
        this(unfinished, newSeed, null, null);
    }
}
