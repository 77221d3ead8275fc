package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.Workforce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's report does to a task and its batch. A task settles once: what comes later changes nothing but what
 * was used of devices. What is no fault of the task costs it no attempt: that a worker left it to another one, or that
 * the bucket was away or full.
 */
public final class ResultDecisions {

    private static final Set<FailureCode> STOPPED = Set.of(FailureCode.BATCH_CANCELLED, FailureCode.BATCH_EXPIRED);
    /** The bucket's state, whatever is written to it. */
    private static final Set<FailureCode> SPARED = Set.of(FailureCode.STORAGE_UNAVAILABLE, FailureCode.STORAGE_FULL);

    private final RetryPolicy retries;
    private final RetryPolicy spared;

    /**
     * @param retries waits after attempts that count
     * @param spared waits of a task that came back without having cost an attempt
     */
    public ResultDecisions(RetryPolicy retries, RetryPolicy spared) {
        this.retries = retries;
        this.spared = spared;
    }

    /**
     * @param task null for one that was never dispatched
     * @param workforce of the batch's model
     */
    public Decision result(
            BatchEntry batch, @Nullable TaskEntry task, TaskResult result, Workforce workforce, Instant now) {
        return task == null
                ? Decision.unchanged(batch)
                : UsageDecisions.counted(settled(batch, task, result, workforce, now), batch, task, result);
    }

    private Decision settled(BatchEntry batch, TaskEntry task, TaskResult result, Workforce workforce, Instant now) {
        if (batch.stateOf(task).isSettled()) {
            return Decision.unchanged(batch);
        }
        Decision decision = result.outcome()
                .fold(
                        rendered -> rendered(batch, task, result, rendered, now),
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
     * A picture counts whichever attempt it is from: all draw the same one, until one has failed a check. One that is kept
     * though it failed is rejected by the farm, and whoever looks at it may say otherwise.
     */
    private static Decision rendered(
            BatchEntry batch, TaskEntry task, TaskResult result, TaskOutcome.Rendered rendered, Instant now) {
        var last = new TaskEntry.Attempt(result.attempt(), result.workerId(), null, null, result.finishedAt());
        BatchCounts counts = task.state() == TaskState.IN_FLIGHT
                ? batch.counts().completedInFlight()
                : batch.counts().completedRetrying();
        TaskEntry completed = task.completed(last, rendered.image());
        BatchEntry drawn = batch.withCounts(counts).drawn(rendered.image(), now);
        Rejection rejected = rendered.image().rejected();
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
        if (!retryable || isSpent(batch, task, last, workforce)) {
            return Decision.failedForGood(batch, task, result, last, task.timers());
        }
        Timer retry = Timer.retry(task.id(), now.plus(retries.delay(task.id(), task.failures() + 1)));
        return comesBack(batch.retried(), task, task.waitingToRetry(last, retry), retry);
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
