package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.coordinator.port.TaskState;
import dev.renderfarm.coordinator.port.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request of a batch and what became of it. */
record SettledTask(Batch batch, RenderItem item, TaskView task) {

    SettledTask {
        if (task.id().index() != item.index()) {
            throw new IllegalStateException(
                    "task " + task.id() + " came where item " + item.index() + " of the batch is");
        }
        if (!task.state().isSettled()) {
            throw new IllegalStateException("task " + task.id() + " has not settled: " + task.state());
        }
        if ((task.state() == TaskState.COMPLETED) != (task.image() != null)) {
            throw new IllegalStateException(
                    "task " + task.id() + " is " + task.state() + ", its image " + task.image());
        }
    }

    /** The picture, or null where there is none. */
    @Nullable
    StoredImage image() {
        return task.image();
    }

    /** Why there is no picture. */
    OutputLine.Failure failure() {
        TaskView.Attempt last = task.lastAttempt();
        if (task.state() == TaskState.CANCELLED) {
            return batch.cancellingAt() != null
                    ? new OutputLine.Failure(
                            FailureCode.BATCH_CANCELLED, "the batch was cancelled before this was rendered")
                    : new OutputLine.Failure(
                            FailureCode.BATCH_EXPIRED, "the completion window ended before this was rendered");
        }
        if (last == null || last.code() == null) {
            return new OutputLine.Failure(FailureCode.INTERNAL_ERROR, "no reason was recorded");
        }
        String detail = last.detail();
        return new OutputLine.Failure(last.code(), detail == null ? last.code().wireName() : detail);
    }

    /** The line of {@code output.jsonl} or, without a picture, of {@code errors.jsonl}. */
    OutputLine outputLine(ImageLinks links) {
        String id = "batch_req_" + batch.id().value().substring("batch_".length())
                + String.format(Locale.ROOT, "_%07d", item.index());
        StoredImage image = image();
        if (image == null) {
            return new OutputLine(id, item.customId(), null, failure());
        }
        String url = links.image(batch.id(), item.imageName());
        var body = new OutputLine.Body(
                createdAt(), List.of(new OutputLine.Link(url)), item.image().size(), "png", details(image));
        return new OutputLine(id, item.customId(), new OutputLine.Response(200, "req_" + id, body), null);
    }

    private OutputLine.Details details(StoredImage image) {
        TaskView.Attempt last = task.lastAttempt();
        return new OutputLine.Details(
                image.key(),
                image.metadataKey(),
                image.sha256(),
                image.bytes(),
                batch.model(),
                item.image().seed(),
                item.image().numInferenceSteps(),
                item.image().guidanceScale(),
                task.attempts().size(),
                last == null ? null : last.workerId());
    }

    private Instant createdAt() {
        TaskView.Attempt last = task.lastAttempt();
        return last == null ? batch.createdAt() : last.endedAt();
    }
}
