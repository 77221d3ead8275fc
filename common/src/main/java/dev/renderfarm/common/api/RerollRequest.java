package dev.renderfarm.common.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches/{id}/rerolls}: pictures that are wanted otherwise. Not checked yet, so that the
 * farm can say which field is wrong.
 */
public record RerollRequest(@Nullable List<PictureReroll> items) {

    /** Of {@code items}. */
    public static final int MOST_ITEMS = 1_000;

    /** For one line. */
    public static final int MOST_PICTURES = 10;

    /**
     * Other pictures of a line; what is absent is as it was.
     *
     * @param index of the picture that they are like; null where the line's id says it, by its first picture
     * @param customId of the line; null where the index says it
     * @param prompt another one
     * @param negativePrompt another one; an empty text is one too
     * @param seed of the first; null where {@code newSeed} says it
     * @param newSeed false keeps the seed that it had; else another one is drawn
     * @param n how many; 1 where it is not given
     */
    public record PictureReroll(
            @Nullable Integer index,
            @Nullable String customId,
            @Nullable String prompt,
            @Nullable String negativePrompt,
            @Nullable Long seed,
            @Nullable Boolean newSeed,
            @Nullable Integer n) {}
}
