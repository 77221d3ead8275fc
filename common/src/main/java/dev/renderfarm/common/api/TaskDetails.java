package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code GET /v1/batches/{id}/tasks}: a task as the ledger knows it, with what its line asks for.
 *
 * @param item its components stand beside the task's
 * @param url of the picture; null where it is not completed
 * @param thumbnailUrl of the picture made small, with its {@code v}; null where it is not completed
 * @param sourceUrl of the picture that it begins with, laid out as the drawing begins; null where it begins with none
 * @param drawing how far a device is with it; null where none is, or draws it together with another one that it tells of
 */
public record TaskDetails(
        @JsonUnwrapped TaskView task,
        @JsonUnwrapped TaskItem item,
        @Nullable String url,
        @Nullable String thumbnailUrl,
        @Nullable String sourceUrl,
        @Nullable TaskDrawing drawing) {

    /** Of a task that no device draws now. */
    public TaskDetails(
            TaskView task,
            TaskItem item,
            @Nullable String url,
            @Nullable String thumbnailUrl,
            @Nullable String sourceUrl) {
        this(task, item, url, thumbnailUrl, sourceUrl, null);
    }

    public TaskDetails {
        item = item == null ? TaskItem.LOST : item;
    }
}
