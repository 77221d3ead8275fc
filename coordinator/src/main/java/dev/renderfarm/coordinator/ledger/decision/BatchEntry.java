package dev.renderfarm.coordinator.ledger.decision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a batch; an entry of the store {@code batches}, where its parts lie flat beside one another.
 *
 * @param files null until finalized
 */
public record BatchEntry(
        Submission submission,
        @JsonUnwrapped Standing standing,
        @JsonUnwrapped BatchTasks tasks,
        @Nullable Files files,
        @JsonUnwrapped Published published,
        @JsonUnwrapped Account account) {

    public BatchEntry {
        account = account == null ? Account.NONE : account;
    }

    /** What a batch has left; null where there was nothing to say. */
    record Files(@Nullable FileId outputFileId, @Nullable FileId errorFileId, FileId manifestFileId) {}

    /** The entry of a batch that the command opens: its first status. */
    public static BatchEntry submitted(BatchCommand.Submit command, Instant now) {
        return new BatchEntry(
                Submission.of(command),
                Standing.validating(now),
                new BatchTasks(command.model(), BatchCounts.NONE, 0, 0),
                null,
                new Published(0, now, null, null),
                Account.NONE);
    }

    public BatchId id() {
        return submission.batchId();
    }

    public BatchStatus status() {
        return standing.status();
    }

    Ending ending() {
        return standing.ending();
    }

    public BatchCounts counts() {
        return tasks.counts();
    }

    public @Nullable ModelName model() {
        return tasks.model();
    }

    /** Index of the first task that was never dispatched. */
    public int cursor() {
        return tasks.cursor();
    }

    /** Whether its tasks are wanted: it is in progress, and nobody has ended it. */
    boolean goesOn() {
        return status() == BatchStatus.IN_PROGRESS && ending() == Ending.COMPLETED;
    }

    /** Whether tasks may be dispatched now. A batch that goes on may be held up. */
    public boolean dispatches() {
        return goesOn() && !isPaused();
    }

    /** Whether somebody has paused it. */
    @JsonIgnore
    public boolean isPaused() {
        return standing.pausedAt() != null;
    }

    /** Zero where nobody has paused it. */
    public Duration pausedFor(Instant now) {
        Instant since = standing.pausedAt();
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }

    /** The model of a batch that was validated. */
    public ModelName validatedModel() {
        ModelName model = model();
        if (model == null) {
            throw new IllegalStateException(id() + " has no model before it is validated");
        }
        return model;
    }

    /**
     * Where a task really stands: stopping a batch moves its counts at once and leaves the entries of its tasks as they
     * are.
     */
    public TaskState stateOf(@Nullable TaskEntry task) {
        TaskState recorded = task == null ? TaskState.WAITING : task.state();
        boolean stopped =
                switch (recorded) {
                    case WAITING -> ending() != Ending.COMPLETED;
                    case IN_FLIGHT -> status() == BatchStatus.FINALIZING || status().isTerminal();
                    case COMPLETED, FAILED, CANCELLED -> false;
                };
        return stopped ? TaskState.CANCELLED : recorded;
    }

    /** @throws IllegalStateException if the move is not legal */
    BatchEntry movedTo(BatchStatus next, Instant now) {
        if (!StatusMoves.allows(status(), next)) {
            throw new IllegalStateException(id() + " cannot move from " + status() + " to " + next);
        }
        return with(standing.movedTo(next, now)).explained();
    }

    /** @param found null where nothing is wrong */
    BatchEntry validatedAs(@Nullable BatchErrors found, InputReport report) {
        return with(standing.validatedAs(found, report));
    }

    BatchEntry endingAs(Ending next) {
        return with(standing.endingAs(next)).explained();
    }

    BatchEntry paused(Instant now) {
        return with(standing.paused(now.truncatedTo(ChronoUnit.MILLIS))).explained();
    }

    BatchEntry resumed() {
        return with(standing.paused(null)).explained();
    }

    /** The entry that tells everyone at once of a pause; of what else it may stand still for nothing is known yet. */
    private BatchEntry explained() {
        Instant since = standing.pausedAt();
        WaitingCode paused = WaitingCode.PAUSED;
        return waitingFor(since == null ? null : new WaitingFor(paused, paused.description(), since));
    }

    BatchEntry withTasks(ModelName chosen, int total) {
        return with(new BatchTasks(chosen, BatchCounts.ofUndispatched(total), 0, tasks.retries()));
    }

    BatchEntry withCounts(BatchCounts next) {
        return with(tasks.withCounts(next));
    }

    BatchEntry cursorMoved() {
        return with(tasks.cursorMoved());
    }

    BatchEntry retried() {
        return with(tasks.retried());
    }

    BatchEntry withFiles(BatchCommand.Finalized written) {
        var left = new Files(written.outputFileId(), written.errorFileId(), written.manifestFileId());
        return new BatchEntry(submission, standing.finalizedWith(written.warnings()), tasks, left, published, account);
    }

    /** The entry with the sequence number of its next status record. */
    public BatchEntry nextStatus(Instant now) {
        return with(published.next(now));
    }

    /** Why it stands still, as everyone is told; null while it moves. */
    public @Nullable WaitingFor waitingFor() {
        return published.waitingFor();
    }

    /** @param reason null where it moves */
    public BatchEntry waitingFor(@Nullable WaitingFor reason) {
        return Objects.equals(reason, waitingFor()) ? this : with(published.waitingFor(reason));
    }

    /** A picture of it is there. */
    BatchEntry drawn(StoredImage image, Instant now) {
        return with(published.drawn(image, now));
    }

    /** @param image whether a picture came of it */
    BatchEntry using(Usage more, boolean image) {
        return with(account.plus(more, image));
    }

    /** @param current price of its model, which it keeps; null where the farm has none */
    BatchEntry pricedAt(@Nullable DevicePrice current) {
        return with(account.at(current));
    }

    private BatchEntry with(Account next) {
        return new BatchEntry(submission, standing, tasks, files, published, next);
    }

    private BatchEntry with(Published next) {
        return new BatchEntry(submission, standing, tasks, files, next, account);
    }

    private BatchEntry with(Standing next) {
        return new BatchEntry(submission, next, tasks, files, published, account);
    }

    private BatchEntry with(BatchTasks next) {
        return new BatchEntry(submission, standing, next, files, published, account);
    }

    /** What everyone sees of it. */
    public Batch view() {
        return new Batch(
                id(),
                submission.endpoint(),
                model(),
                standing.errors(),
                submission.inputFileId(),
                submission.completionWindow(),
                status(),
                files == null ? null : files.outputFileId,
                files == null ? null : files.errorFileId,
                submission.createdAt(),
                reachedAt(BatchStatus.IN_PROGRESS),
                submission.expiresAt(),
                reachedAt(BatchStatus.FINALIZING),
                reachedAt(BatchStatus.COMPLETED),
                reachedAt(BatchStatus.FAILED),
                reachedAt(BatchStatus.EXPIRED),
                reachedAt(BatchStatus.CANCELLING),
                reachedAt(BatchStatus.CANCELLED),
                standing.input().withSkipped(counts().requests()),
                submission.metadata(),
                progress());
    }

    private FarmProgress progress() {
        return new FarmProgress(
                published.sequence(),
                counts().waiting(),
                counts().inFlight(),
                counts().cancelled(),
                tasks.retries(),
                submission.seed(),
                submission.maxAttempts(),
                files == null ? null : files.manifestFileId,
                published.updatedAt(),
                submission.rules(),
                standing.input(),
                submission.origin(),
                waitingFor(),
                account.view(),
                activity());
    }

    private Activity activity() {
        Drawing drawing = published.drawing();
        return drawing == null ? Activity.NONE : drawing.view(goesOn() && waitingFor() == null);
    }

    private @Nullable Instant reachedAt(BatchStatus reached) {
        return standing.reachedAt().get(reached);
    }
}
