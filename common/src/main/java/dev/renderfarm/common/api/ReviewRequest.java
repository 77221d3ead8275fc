package dev.renderfarm.common.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/batches/{id}/reviews}. Not checked yet, so that the farm can say which field is wrong. */
public record ReviewRequest(@Nullable List<PictureReview> reviews) {

    /** Of {@code reviews}. */
    public static final int MOST_ITEMS = 1_000;

    /**
     * What somebody says of a picture, or of all pictures of a line.
     *
     * @param index of the picture in the batch, from 0; null where the line's id says it
     * @param customId of the line, for all its pictures that were rendered; null where the index says it
     * @param verdict {@code undecided}, {@code approved} or {@code rejected}
     * @param note why
     */
    public record PictureReview(
            @Nullable Integer index,
            @Nullable String customId,
            @Nullable String verdict,
            @Nullable String note) {}
}
