package dev.renderfarm.coordinator.ledger.decision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Lane;
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
                Published.first(now),
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

    /** On which way its tasks reach the workers. */
    public Lane lane() {
        return Lane.of(submission.lane());
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
        return with(standing.paused(now.truncatedTo(ChronoUnit.MILLIS)))
                .with(published.withoutForecasts())
                .explained();
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

    public Terms terms() {
        return submission.terms();
    }

    /** Whose part of the farm it uses. */
    public TenantName tenant() {
        return submission.sharing().tenant();
    }

    /** Of its tasks, by its own wish; as good as unbounded where it has none. */
    public int mostInFlight() {
        Integer wish = submission.sharing().maxInFlight();
        return wish == null ? Integer.MAX_VALUE : wish;
    }

    /** Attempts that failed and were or will be tried again. */
    public int retries() {
        return tasks.retries();
    }

    /** What its tasks have taken of devices, as far as workers tell it. */
    public double deviceSeconds() {
        Usage usage = account.usage();
        return usage == null ? 0 : usage.deviceSeconds().doubleValue();
    }

    /** Pictures among the results that tell what they took. */
    public int imagesDrawn() {
        Integer drawn = account.imagesDrawn();
        return drawn == null ? 0 : drawn;
    }

    BatchEntry on(Terms others) {
        return others.equals(terms())
                ? this
                : new BatchEntry(submission.on(others), standing, tasks, files, published, account);
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

    /**
     * The entry with the sequence number of its next status record.
     *
     * @param expected when it will be done; null where nobody can say
     */
    public BatchEntry nextStatus(Instant now, @Nullable Eta expected) {
        return with(published.next(now, dispatches() ? expected : null));
    }

    /** Why it stands still, as everyone is told; null while it moves. */
    public @Nullable WaitingFor waitingFor() {
        return published.waitingFor();
    }

    /** @param reason null where it moves */
    public BatchEntry waitingFor(@Nullable WaitingFor reason) {
        return Objects.equals(reason, waitingFor()) ? this : with(published.waitingFor(reason));
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

    /** The entry with what is expected of it at a stage, unless it has come to that stage before. */
    public BatchEntry forecast(int settledPercent, Instant now, Eta expected) {
        boolean known = published.noted().stream().anyMatch(noted -> noted.settledPercent() >= settledPercent);
        if (known) {
            return this;
        }
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return with(published.and(new Forecast(settledPercent, at, expected.p50(), expected.p90(), null, null)));
    }

    /** What everyone sees of it. */
    public Batch view() {
        return BatchView.of(this);
    }

    /** When it came to that status; null where it has not. */
    @Nullable
    Instant reachedAt(BatchStatus reached) {
        return standing.reachedAt().get(reached);
    }
}
