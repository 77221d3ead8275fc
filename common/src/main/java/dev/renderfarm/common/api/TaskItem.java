package dev.renderfarm.common.api;

import dev.renderfarm.common.task.RenderItem;
import org.jspecify.annotations.Nullable;

/**
 * What the line of a task asks for. All of it is null where the bucket has lost the line.
 *
 * @param customId the submitter's own id, verbatim
 * @param sku the same, as sheets of products call it
 * @param variant which of the pictures of its id it is, from 1; null where there is one
 * @param line of the input, from 1; null where that was not written down
 * @param name of its picture: {@code <name>.png}, or with the ending of its format
 * @param size in pixels, {@code WIDTHxHEIGHT}
 * @param seed that the line asks for; the picture's own stands beside it where it is another
 */
public record TaskItem(
        @Nullable String customId,
        @Nullable String sku,
        @Nullable Integer variant,
        @Nullable Integer line,
        @Nullable String prompt,
        @Nullable String name,
        @Nullable String size,
        @Nullable Long seed) {

    public static final TaskItem LOST = new TaskItem(null, null, null, null, null, null, null, null);

    public static TaskItem of(RenderItem item) {
        return new TaskItem(
                item.customId(),
                item.customId(),
                item.variant(),
                item.line() == RenderItem.LINE_UNKNOWN ? null : item.line(),
                item.image().prompt(),
                item.imageName().value(),
                item.image().size().toString(),
                item.image().seed());
    }
}
