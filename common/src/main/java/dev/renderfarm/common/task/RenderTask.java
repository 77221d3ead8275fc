package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One picture to render now: the value of a record on {@code renderfarm.tasks.<model>}. Delivered at least once;
 * rendering it twice writes the same objects.
 *
 * @param attempt from 1; the ledger counts, not the broker
 * @param avoid workers that have failed at it: each of them declines the task, for there is another one
 * @param traceparent of its batch, the same for every attempt; null where that is not traced
 * @param lane null is that of batches
 * @param redraw null is the first drawing, after which there may be others
 */
public record RenderTask(
        TaskId taskId,
        int attempt,
        ModelName model,
        @JsonUnwrapped RenderItem item,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WorkerId> avoid,
        @Nullable Traceparent traceparent,
        @Nullable Lane lane,
        @Nullable Redraw redraw) {

    public RenderTask {
        avoid = List.copyOf(avoid);
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1: " + attempt);
        }
        if (item.index() != taskId.index()) {
            throw new IllegalArgumentException("task " + taskId + " is not of item " + item.index());
        }
    }

    public static RenderTask of(BatchId batch, ModelName model, RenderItem item, int attempt) {
        return new RenderTask(new TaskId(batch, item.index()), attempt, model, item, List.of(), null, null, null);
    }

    public RenderTask avoiding(List<WorkerId> workers) {
        return new RenderTask(taskId, attempt, model, item, workers, traceparent, lane, redraw);
    }

    /** @param batch null where the batch is not traced */
    public RenderTask tracedBy(@Nullable Traceparent batch) {
        return new RenderTask(taskId, attempt, model, item, avoid, batch, lane, redraw);
    }

    public RenderTask on(Lane chosen) {
        return new RenderTask(taskId, attempt, model, item, avoid, traceparent, chosen.stored(), redraw);
    }

    public RenderTask as(Redraw drawing) {
        return new RenderTask(taskId, attempt, model, item, avoid, traceparent, lane, drawing.stored());
    }

    /** Which drawing of the picture it is. */
    public Redraw drawing() {
        return redraw == null ? new Redraw(0, false) : redraw;
    }

    /** What is to be drawn now: what its line asks for, from the seed of this drawing. */
    public ImageRequest image() {
        return item.image().withSeed(drawing().seed(item.image().seed()));
    }

    /** Reads what release 0.1 wrote too: without the item's index, which the task's id tells, and without its line. */
    @JsonCreator
    static RenderTask read(
            @JsonProperty("task_id") TaskId taskId,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("model") ModelName model,
            @JsonProperty("line") int line,
            @JsonProperty("custom_id") String customId,
            @JsonProperty("variant") @Nullable Integer variant,
            @JsonProperty("image_name") ImageName imageName,
            @JsonProperty("image") ImageRequest image,
            @JsonProperty("avoid") @Nullable List<WorkerId> avoid,
            @JsonProperty("traceparent") @Nullable Traceparent traceparent,
            @JsonProperty("lane") @Nullable Lane lane,
            @JsonProperty("redraw") @Nullable Redraw redraw) {
        return new RenderTask(
                taskId,
                attempt,
                model,
                new RenderItem(taskId.index(), line, customId, variant, imageName, image),
                avoid == null ? List.of() : avoid,
                traceparent,
                lane,
                redraw);
    }
}
