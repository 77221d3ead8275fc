package dev.renderfarm.common.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches/{id}/tasks/skip}: what nobody needs any more.
 *
 * @param customIds of lines, for all their pictures
 * @param indexes of pictures in the batch, from 0
 */
public record SkipRequest(
        @Nullable List<String> customIds, @Nullable List<Integer> indexes) {

    /** Of each list. */
    public static final int MOST_PICTURES = 1_000;
}
