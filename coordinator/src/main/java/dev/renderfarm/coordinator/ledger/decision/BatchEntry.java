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
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a batch; an entry of the store {@code batches}, where its parts lie flat beside one another. Long
 * because every question to a batch and every change of one stands here, a few lines each: its parts know nothing of each other.
 *
 * @param files null until finalized
 * @param review null while nobody has said anything of its pictures
 */
public record BatchEntry(
        Submission submission,
        @JsonUnwrapped Standing standing,
        @JsonUnwrapped BatchTasks tasks,
        @Nullable Files files,
        @JsonUnwrapped Published published,
        @JsonUnwrapped Account account,
        @Nullable ReviewCounts review) {

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
                BatchTasks.of(command.model(), BatchCounts.NONE, 0),
                null,
                Published.first(now),
                Account.NONE,
                null);
    }

    public BatchId id() {
        return submission.batchId();
    }

    public BatchStatus status() {
        return standing.status();
    }

    /** When something was told of it last. */
    public Instant changedAt() {
        return published.updatedAt();
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

    /** Index of the task whose turn it is; only while there is one that was never dispatched. */
    public int next() {
        return tasks.next(terms().preview());
    }

    /** Whether the task whose turn it is may have been settled without a dispatch. */
    public boolean hasSettledAhead() {
        return tasks.ahead() > 0;
    }

    /** Whether its tasks are wanted: it is in progress, and nobody has ended it. */
    public boolean goesOn() {
        return status() == BatchStatus.IN_PROGRESS && ending() == Ending.COMPLETED;
    }

    /** Whether tasks may be dispatched now. A batch that goes on may be held up. */
    public boolean dispatches() {
        return goesOn() && !isPaused();
    }

    /** Whether tasks may be dispatched that never were: those that come after the previews may wait for a yes. */
    public boolean dispatchesFresh() {
        Preview preview = terms().preview();
        return dispatches() && counts().undispatched() > 0 && !(isAwaited(preview) && tasks.arePreviewed());
    }

    /** Whether its previews are there, and all that is left of it waits for a yes. */
    public boolean awaitsProceed() {
        boolean moves = counts().inFlight() + counts().retrying() > 0;
        return dispatches() && !moves && counts().undispatched() > 0 && !dispatchesFresh();
    }

    /** Whether its other pictures wait for a yes, or will once its previews are there: nobody knows when it is done. */
    public boolean awaitsYes() {
        return isAwaited(terms().preview());
    }

    private static boolean isAwaited(@Nullable Preview preview) {
        return preview != null && preview.isAwaited();
    }

    /** Whether somebody has paused it. */
    @JsonIgnore
    public boolean isPaused() {
        return standing.pausedAt() != null;
    }

    /** Whether by somebody or for its failures; only while it is paused. */
    WaitingCode pausedFor() {
        return standing.pausedFor() == null ? WaitingCode.PAUSED : standing.pausedFor();
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

    BatchEntry stoppedForFailures(Instant now) {
        return with(standing.stoppedForFailures(now.truncatedTo(ChronoUnit.MILLIS)))
                .with(published.withoutForecasts())
                .explained();
    }

    BatchEntry resumed() {
        return with(standing.paused(null)).explained();
    }

    /** The entry that tells everyone at once of a pause; of what else it may stand still for nothing is known yet. */
    private BatchEntry explained() {
        Instant since = standing.pausedAt();
        WaitingCode paused = pausedFor();
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

    /** Somebody has said that what waits for a yes may go on. */
    BatchEntry proceeded(Preview preview, Instant now) {
        return on(terms().with(preview.proceeded(now.truncatedTo(ChronoUnit.MILLIS))))
                .with(published.withoutForecasts())
                .explained();
    }

    BatchEntry on(Terms others) {
        return others.equals(terms())
                ? this
                : new BatchEntry(submission.on(others), standing, tasks, files, published, account, review);
    }

    BatchEntry withTasks(ModelName chosen, int total) {
        return with(BatchTasks.of(chosen, BatchCounts.ofUndispatched(total), tasks.retries()));
    }

    BatchEntry withCounts(BatchCounts next) {
        return with(tasks.withCounts(next));
    }

    BatchEntry passed() {
        return with(tasks.passed(terms().preview()));
    }

    BatchEntry settledAhead() {
        return with(tasks.settledAhead());
    }

    BatchEntry passedSettled() {
        return with(tasks.passedSettled(terms().preview()));
    }

    /** One picture that was judged otherwise before. */
    BatchEntry reviewed(Verdict before, Verdict after) {
        ReviewCounts counts = (review == null ? ReviewCounts.NONE : review).moved(before, after);
        return new BatchEntry(submission, standing, tasks, files, published, account, counts);
    }

    BatchEntry retried() {
        return with(tasks.retried());
    }

    BatchEntry withFiles(BatchCommand.Finalized written) {
        var left = new Files(written.outputFileId(), written.errorFileId(), written.manifestFileId());
        return new BatchEntry(
                submission, standing.finalizedWith(written.warnings()), tasks, left, published, account, review);
    }

    /** The entry of a batch whose files are written, which ends it. */
    public BatchEntry ended(BatchCommand.Finalized written, Instant now) {
        return withFiles(written).movedTo(ending().status(), now);
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
        if (Objects.equals(reason, waitingFor())) {
            return this;
        }
        boolean heldUp = reason != null && reason.code() == WaitingCode.BUDGET;
        return with((heldUp ? published.withoutForecasts() : published).waitingFor(reason));
    }

    /** A picture of it is there. */
    BatchEntry drawn(StoredImage image, int index, Instant now) {
        return with(published.drawn(image, index, now));
    }

    /** Indexes of the pictures that are there since its last status record. */
    public List<Integer> untoldPictures() {
        return published.delivered();
    }

    /** @param image whether a picture came of it */
    BatchEntry using(LocalDate day, Usage more, boolean image) {
        return with(account.plus(day, more, image));
    }

    /** A task of it has settled with a picture of so many bytes. */
    BatchEntry delivered(LocalDate day, long bytes) {
        return with(account.delivered(day, bytes));
    }

    /** @param current price of its model, which it keeps; null where the farm has none */
    BatchEntry pricedAt(@Nullable DevicePrice current) {
        return with(account.at(current));
    }

    private BatchEntry with(Account next) {
        return new BatchEntry(submission, standing, tasks, files, published, next, review);
    }

    private BatchEntry with(Published next) {
        return new BatchEntry(submission, standing, tasks, files, next, account, review);
    }

    private BatchEntry with(Standing next) {
        return new BatchEntry(submission, next, tasks, files, published, account, review);
    }

    private BatchEntry with(BatchTasks next) {
        return new BatchEntry(submission, standing, next, files, published, account, review);
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
        return new EntryView(this).batch();
    }
}
