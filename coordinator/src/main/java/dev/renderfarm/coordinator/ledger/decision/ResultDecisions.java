package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.Workforce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's report does to a task and its batch. A task settles once: what comes later changes nothing but what
 * was used of devices. What is no fault of the task costs it no attempt: that a worker left it to another one, or that
 * the bucket was away or full.
 */
public final class ResultDecisions {

    private static final Set<FailureCode> STOPPED = Set.of(FailureCode.BATCH_CANCELLED, FailureCode.BATCH_EXPIRED);
    /** The bucket's state, whatever is written to it, or the worker's that was to sign. */
    private static final Set<FailureCode> SPARED =
            Set.of(FailureCode.STORAGE_UNAVAILABLE, FailureCode.STORAGE_FULL, FailureCode.CERTIFICATE_EXPIRED);

    private final RetryPolicy retries;
    private final RetryPolicy spared;
    private final NearDuplicates nearDuplicates;

    /**
     * @param retries waits after attempts that count
     * @param spared waits of a task that came back without having cost an attempt
     */
    public ResultDecisions(RetryPolicy retries, RetryPolicy spared, NearDuplicates nearDuplicates) {
        this.retries = retries;
        this.spared = spared;
        this.nearDuplicates = nearDuplicates;
    }

    /**
     * @param tasks of the batch, of which a few beside the result's are looked at
     * @param workforce of the batch's model
     */
    public Decision result(
            BatchEntry batch,
            Function<TaskId, @Nullable TaskEntry> tasks,
            TaskResult result,
            Workforce workforce,
            Instant now) {
        TaskEntry task = tasks.apply(result.taskId());
        return task == null
                ? Decision.unchanged(batch)
                : UsageDecisions.counted(settled(batch, task, tasks, result, workforce, now), batch, task, result, now);
    }

    private Decision settled(
            BatchEntry batch,
            TaskEntry task,
            Function<TaskId, @Nullable TaskEntry> tasks,
            TaskResult result,
            Workforce workforce,
            Instant now) {
        if (batch.stateOf(task).isSettled()) {
            return Decision.unchanged(batch);
        }
        Decision decision = result.outcome()
                .fold(
                        rendered -> rendered(batch, task, tasks, result, rendered.image(), now),
                        failed -> isOfNow(task, result)
                                ? failed(batch, task, result, failed, workforce, now)
                                : Decision.unchanged(batch),
                        declined -> isOfNow(task, result) ? declined(batch, task, now) : Decision.unchanged(batch));
        return decision.task() == null ? decision : BatchDecisions.finalizeIfSettled(decision, now);
    }

    /** Whether it is about the attempt that the ledger waits for: any other is over. */
    private static boolean isOfNow(TaskEntry task, TaskResult result) {
        return task.state() == TaskState.IN_FLIGHT && result.attempt() == task.attempt();
    }

    /**
     * A picture counts whichever attempt it is from: all draw the same one, until one has failed a check; then none counts of
     * another seed than the last. One that is kept though it failed is rejected by the farm, and whoever looks at it may say
     * otherwise. One that has failed counts no more, however often it is reported.
     */
    private Decision rendered(
            BatchEntry batch,
            TaskEntry task,
            Function<TaskId, @Nullable TaskEntry> tasks,
            TaskResult result,
            StoredImage image,
            Instant now) {
        if (!task.takesPictureOf(result.attempt())) {
            return Decision.unchanged(batch);
        }
        Optional<Rejection> alike =
                image.rejected() == null ? nearDuplicates.find(task.id(), image, tasks) : Optional.empty();
        if (alike.isPresent() && !isStopped(batch)) {
            if (!isOfNow(task, result)) {
                return Decision.unchanged(batch);
            }
            if (!drawing(batch, task).keeps(alike.get().shortfall())) {
                return drawnAgain(batch, task, result, alike.get(), now);
            }
        }
        return completed(batch, task, result, alike.map(image::rejected).orElse(image), now);
    }

    private Decision drawnAgain(BatchEntry batch, TaskEntry task, TaskResult result, Rejection alike, Instant now) {
        var last = new TaskEntry.Attempt(
                result.attempt(), result.workerId(), alike.code(), alike.detail(), result.finishedAt());
        Timer retry = nextAttempt(task, now);
        return comesBack(
                batch.retried(),
                task,
                task.waitingToRetry(last, retry).knowing(best(batch, task, alike.shortfall())),
                retry);
    }

    private static Decision completed(
            BatchEntry batch, TaskEntry task, TaskResult result, StoredImage image, Instant now) {
        var last = new TaskEntry.Attempt(result.attempt(), result.workerId(), null, null, result.finishedAt());
        BatchCounts counts = task.state() == TaskState.IN_FLIGHT
                ? batch.counts().completedInFlight()
                : batch.counts().completedRetrying();
        TaskEntry completed = task.completed(last, image);
        BatchEntry drawn = batch.withCounts(counts).drawn(image, task.id().index(), now);
        Rejection rejected = image.rejected();
        if (rejected != null) {
            drawn = drawn.reviewed(completed.verdict(), Verdict.REJECTED);
            completed = completed.reviewed(new Review(Verdict.REJECTED, note(rejected), now));
        }
        return new Decision(drawn, completed, List.of(), task.timers(), null, null);
    }

    private static String note(Rejection rejected) {
        String note = rejected.code().wireName() + ": " + rejected.detail();
        return note.substring(0, Math.min(note.length(), Review.LONGEST_NOTE));
    }

    private Decision failed(
            BatchEntry batch,
            TaskEntry task,
            TaskResult result,
            TaskOutcome.Failed failed,
            Workforce workforce,
            Instant now) {
        var last = new TaskEntry.Attempt(
                result.attempt(), result.workerId(), failed.code(), failed.detail(), result.finishedAt());
        boolean retryable = failed.code().retryable();
        if (isStopped(batch) && (retryable || STOPPED.contains(failed.code()))) {
            return settledAsCancelled(batch, task, task.settledAs(TaskState.CANCELLED, last));
        }
        if (SPARED.contains(failed.code())) {
            Timer again = afterSparing(task, now);
            return comesBack(batch.retried(), task, task.spared(last, again), again);
        }
        TaskEntry.Try best = best(batch, task, failed.shortfall());
        if (!retryable || (isSpent(batch, task, last, workforce) && !mayKeep(batch, task, best))) {
            return Decision.failedForGood(batch, task, result, last, task.timers());
        }
        Timer retry = nextAttempt(task, now);
        return comesBack(batch.retried(), task, task.waitingToRetry(last, retry).knowing(best), retry);
    }

    private Timer nextAttempt(TaskEntry task, Instant now) {
        return Timer.retry(task.id(), now.plus(retries.delay(task.id(), task.failures() + 1)));
    }

    private static Redraw drawing(BatchEntry batch, TaskEntry task) {
        return task.drawing(batch.submission().maxAttempts());
    }

    /** @param shortfall of what the attempt has drawn; null where it has drawn nothing */
    private static TaskEntry.@Nullable Try best(BatchEntry batch, TaskEntry task, @Nullable Shortfall shortfall) {
        return shortfall == null
                ? task.best()
                : task.bestWith(drawing(batch, task).number(), shortfall);
    }

    /** The best drawing of a task whose attempts are used up is made once more, in as many attempts again. */
    private static boolean mayKeep(BatchEntry batch, TaskEntry task, TaskEntry.@Nullable Try best) {
        return best != null && task.failures() + 1 < 2 * batch.submission().maxAttempts();
    }

    private Decision declined(BatchEntry batch, TaskEntry task, Instant now) {
        if (isStopped(batch)) {
            return settledAsCancelled(batch, task, task.cancelled());
        }
        Timer again = afterSparing(task, now);
        return comesBack(batch, task, task.spared(null, again), again);
    }

    /** A worker that the bucket does not accept does not spend the last attempt while another one has not tried. */
    private static boolean isSpent(BatchEntry batch, TaskEntry task, TaskEntry.Attempt last, Workforce workforce) {
        if (task.failures() + 1 < batch.submission().maxAttempts()) {
            return false;
        }
        List<WorkerId> failed = new ArrayList<>(task.failedOn());
        if (last.workerId() != null) {
            failed.add(last.workerId());
        }
        return last.code() != FailureCode.STORAGE_DENIED
                || workforce.avoidable(failed).isEmpty();
    }

    private static boolean isStopped(BatchEntry batch) {
        return batch.ending() != Ending.COMPLETED;
    }

    private Timer afterSparing(TaskEntry task, Instant now) {
        return Timer.retry(task.id(), now.plus(spared.delay(task.id(), task.spared() + 1)));
    }

    private static Decision comesBack(BatchEntry batch, TaskEntry task, TaskEntry waiting, Timer again) {
        return new Decision(
                batch.withCounts(batch.counts().sentBack()), waiting, List.of(again), task.timers(), null, null);
    }

    private static Decision settledAsCancelled(BatchEntry batch, TaskEntry task, TaskEntry cancelled) {
        return new Decision(
                batch.withCounts(batch.counts().cancelledInFlight()), cancelled, List.of(), task.timers(), null, null);
    }
}
