package dev.renderfarm.coordinator.pictures;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests for pictures that somebody waits for. Each is a batch of its own, so nothing of it is lost or doubled;
 * so many may be open at once, whether or not somebody still waits. Safe for several threads.
 */
public final class PictureDesk {

    private final BiFunction<ImageEndpoint, byte[], List<LineError>> check;
    private final Attendance attendance;
    private final BatchSubmission submission;
    private final Function<Batch, CompletableFuture<Batch>> ends;
    private final Semaphore places;
    private final int mostOpen;

    /**
     * @param check what is wrong with a line
     * @param attendance whether somebody is there to render it
     * @param ends tells when a batch ends
     * @param mostOpen batches of this process's that have not ended
     */
    public PictureDesk(
            BiFunction<ImageEndpoint, byte[], List<LineError>> check,
            Attendance attendance,
            BatchSubmission submission,
            Function<Batch, CompletableFuture<Batch>> ends,
            int mostOpen) {
        this.check = check;
        this.attendance = attendance;
        this.submission = submission;
        this.ends = ends;
        this.places = new Semaphore(mostOpen);
        this.mostOpen = mostOpen;
    }

    /**
     * What became of a request.
     *
     * @param batch as it was opened
     * @param content whether the pictures themselves are asked for, instead of their addresses
     * @param end the batch when it has ended; may be cancelled by whoever waits no longer
     */
    public record Order(Batch batch, boolean content, CompletableFuture<Batch> end) {}

    /**
     * Returns when the broker has the order. With the same key the order is the same.
     *
     * @throws RequestRefusedException naming the field that is wrong, or where too many are open or nobody is
     * there
     */
    public Order order(DeskRequest request, @Nullable String idempotencyKey, @Nullable Traceparent traceparent)
            throws InterruptedException {
        List<LineError> problems = check.apply(request.endpoint(), request.bytes());
        if (!problems.isEmpty()) {
            throw DeskRequest.refusal(problems);
        }
        if (!places.tryAcquire()) {
            throw new RequestRefusedException(
                    FailureCode.FARM_BUSY,
                    null,
                    "the farm has " + mostOpen + " pictures in hand that somebody waits for, as many as it takes: "
                            + "send this request again in a moment, or as a batch");
        }
        CompletableFuture<Batch> end = null;
        try {
            Batch batch = submission.submitNow(
                    request.endpoint(),
                    request.storedLine(),
                    request.askedLine(),
                    () -> attendance.require(request),
                    idempotencyKey,
                    traceparent);
            end = ends.apply(batch);
            return new Order(batch, request.wantsContent(), end.copy());
        } finally {
            if (end == null) {
                places.release();
            } else {
                end.whenComplete((batch, problem) -> places.release());
            }
        }
    }
}
