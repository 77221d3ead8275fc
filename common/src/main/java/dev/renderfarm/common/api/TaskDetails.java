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
 */
public record TaskDetails(
        @JsonUnwrapped TaskView task,
        @JsonUnwrapped TaskItem item,
        @Nullable String url,
        @Nullable String thumbnailUrl,
        @Nullable String sourceUrl) {

    public TaskDetails {
        item = item == null ? TaskItem.LOST : item;
    }
}
