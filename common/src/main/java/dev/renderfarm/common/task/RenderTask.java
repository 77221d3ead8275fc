package dev.renderfarm.common.task;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import org.jspecify.annotations.Nullable;

/**
 * One picture to render now: the value of a record on {@code renderfarm.tasks.<model>}. Delivered at least once;
 * rendering it twice writes the same objects.
 *
 * @param attempt from 1; the ledger counts, not the broker
 * @param variant which of the pictures of its {@code customId} it is, from 1; null where there is one
 */
public record RenderTask(
        TaskId taskId,
        int attempt,
        ModelName model,
        String customId,
        @Nullable Integer variant,
        ImageName imageName,
        ImageRequest image) {

    public RenderTask {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1: " + attempt);
        }
    }

    public static RenderTask of(BatchId batch, ModelName model, RenderItem item, int attempt) {
        return new RenderTask(
                new TaskId(batch, item.index()),
                attempt,
                model,
                item.customId(),
                item.variant(),
                item.imageName(),
                item.image());
    }
}
