package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.links.ImagePath;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture that a batch asks for and what became of it.
 *
 * @param columns that its line carries
 * @param responseFormat that its line asks for
 */
record SettledTask(
        Batch batch, RenderItem item, Map<String, String> columns, ResponseFormat responseFormat, TaskView task) {

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

    /** What was to be drawn, or null where the item that told it is lost. */
    @Nullable
    ImageRequest request() {
        return LostItem.isStandIn(item) ? null : item.image();
    }

    /** What it took of devices, or null where no worker told of any. */
    @Nullable
    Expense expense() {
        return Expense.of(batch, task);
    }

    /** What the picture measures, or is to measure where there is none; null where the item that told it is lost. */
    @Nullable
    ImageSize size() {
        DeliveryReport delivered = delivered();
        ImageRequest request = request();
        return delivered != null ? delivered.size() : request == null ? null : request.size();
    }

    /** What became of the picture by its delivery profile; null where it has none, or there is none. */
    @Nullable
    DeliveryReport delivered() {
        StoredImage image = image();
        return image == null ? null : image.delivered();
    }

    /** Why there is no picture. */
    OutputLine.Failure failure() {
        TaskView.Attempt last = task.lastAttempt();
        if (task.state() == TaskState.CANCELLED && isSkip(last)) {
            return new OutputLine.Failure(FailureCode.TASK_SKIPPED, "it was skipped: nobody needed it any more");
        }
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

    private static boolean isSkip(TaskView.@Nullable Attempt attempt) {
        return attempt != null && attempt.code() == FailureCode.TASK_SKIPPED;
    }

    /** How often it was tried. */
    int attempts() {
        return task.attempts().size() - (isSkip(task.lastAttempt()) ? 1 : 0);
    }

    boolean isOfSameRequestAs(SettledTask other) {
        return item.customId().equals(other.item.customId());
    }

    /** The entry of an image that is there. */
    OutputLine.Picture picture(StoredImage image, InlinePictures.Form form) {
        TaskView.Attempt last = task.lastAttempt();
        ImageRequest request = request();
        var details = new OutputLine.Details(
                item.variant(),
                image.key(),
                image.metadataKey(),
                image.sha256(),
                image.bytes(),
                batch.model(),
                seed(image),
                request == null ? null : request.sampling(),
                request == null ? null : request.scheduler(),
                attempts(),
                last == null ? null : last.workerId(),
                expense(),
                form.reason(),
                image.rejected(),
                image.delivered());
        String url = form.content() == null ? ImagePath.of(batch.id(), item.imageFile()) : null;
        return new OutputLine.Picture(url, form.content(), details);
    }

    /** What the picture was drawn from, or is to be where there is none; null where the item that told it is lost. */
    @Nullable
    Long seed(@Nullable StoredImage image) {
        ImageRequest request = request();
        return image != null && image.seed() != null ? image.seed() : request == null ? null : (Long) request.seed();
    }

    Instant settledAt() {
        TaskView.Attempt last = task.lastAttempt();
        return last == null ? batch.createdAt() : last.endedAt();
    }
}
