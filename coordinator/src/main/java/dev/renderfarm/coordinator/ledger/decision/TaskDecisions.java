package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What dispatches, results and timers do to a task and its batch. A task settles once: what comes later changes
 * nothing.
 */
public final class TaskDecisions {

    /** Who fails a task that no worker has seen. */
    private static final WorkerId LEDGER = new WorkerId("ledger");

    private static final String NO_MODEL = "";
    private static final Set<FailureCode> STOPPED = Set.of(FailureCode.BATCH_CANCELLED, FailureCode.BATCH_EXPIRED);

    private final RetryPolicy retries;
    private final WatchdogPolicy watchdogs;

    public TaskDecisions(RetryPolicy retries, WatchdogPolicy watchdogs) {
        this.retries = retries;
        this.watchdogs = watchdogs;
    }

    /** The first attempt of the item at the batch's cursor. */
    public Decision dispatch(BatchEntry batch, RenderItem item, Instant now) {
        if (!batch.dispatches() || item.index() != batch.cursor()) {
            throw new IllegalStateException(
                    "item " + item.index() + " of " + batch.id() + " is not the next to be dispatched");
        }
        RenderTask task = RenderTask.of(batch.id(), batch.validatedModel(), item, 1);
        Timer timer = Timer.watchdog(task.taskId(), now.plus(watchdogs.first()));
        return new Decision(
                batch.withCounts(batch.counts().dispatched()).cursorMoved(),
                TaskEntry.dispatched(task.taskId(), timer, watchdogs.first(), now),
                List.of(timer),
                List.of(),
                task,
                null);
    }

    /** The next attempt of a task that waits for it. */
    public Decision dispatchAgain(BatchEntry batch, TaskEntry task, RenderItem item, Instant now) {
        if (!batch.dispatches() || batch.stateOf(task) != TaskState.WAITING) {
            throw new IllegalStateException("task " + task.id() + " does not wait for another attempt");
        }
        Timer timer = Timer.watchdog(task.id(), now.plus(task.watchdog()));
        TaskEntry again = task.dispatchedAgain(timer, now);
        return new Decision(
                batch.withCounts(batch.counts().dispatchedAgain()),
                again,
                List.of(timer),
                timerOf(task),
                RenderTask.of(batch.id(), batch.validatedModel(), item, again.attempt()),
                null);
    }

    /** The item of the task at the batch's cursor can never be read: the task fails without being dispatched. */
    public Decision itemLost(BatchEntry batch, String reason, Instant now) {
        TaskId id = new TaskId(batch.id(), batch.cursor());
        TaskEntry task = TaskEntry.dispatched(id, Timer.watchdog(id, now), watchdogs.first(), now);
        return itemLost(batch.withCounts(batch.counts().dispatched()).cursorMoved(), task, reason, now, List.of());
    }

    /** The item of a task that waits for another attempt can not be read any more. */
    public Decision itemLost(BatchEntry batch, TaskEntry task, String reason, Instant now) {
        TaskEntry again = task.dispatchedAgain(Timer.watchdog(task.id(), now), now);
        return itemLost(batch.withCounts(batch.counts().dispatchedAgain()), again, reason, now, timerOf(task));
    }

    private static Decision itemLost(BatchEntry batch, TaskEntry task, String reason, Instant now, List<Timer> old) {
        var last = new TaskEntry.Attempt(task.attempt(), null, FailureCode.ITEM_LOST, reason, now);
        var failed = new TaskOutcome.Failed(FailureCode.ITEM_LOST, reason);
        var result = new TaskResult(task.id(), task.attempt(), LEDGER, NO_MODEL, now, now, failed);
        return BatchDecisions.finalizeIfSettled(failedForGood(batch, task, result, last, old), now);
    }

    /** The task is left as it is for now: its timer fires again. */
    public Decision postpone(BatchEntry batch, TaskEntry task, Instant until) {
        TaskEntry later = task.due(until);
        return new Decision(batch, later, timerOf(later), timerOf(task), null, null);
    }

    /** Nothing was heard of the task in time: it gets another attempt that does not count against the batch's limit. */
    public Decision lost(BatchEntry batch, TaskEntry task, Instant now) {
        if (!batch.goesOn() || task.state() != TaskState.IN_FLIGHT) {
            return Decision.unchanged(batch);
        }
        Timer retry = Timer.retry(task.id(), now);
        return new Decision(
                batch.withCounts(batch.counts().sentBack()).retried(),
                task.lost(watchdogs.next(task.watchdog()), retry, now),
                List.of(retry),
                timerOf(task),
                null,
                null);
    }

    /** @param task null for one that was never dispatched */
    public Decision result(BatchEntry batch, @Nullable TaskEntry task, TaskResult result, Instant now) {
        if (task == null || batch.stateOf(task).isSettled()) {
            return Decision.unchanged(batch);
        }
        Decision decision = result.outcome()
                .fold(
                        rendered -> rendered(batch, task, result, rendered),
                        failed -> failed(batch, task, result, failed, now),
                        declined -> declined(batch, task, result, now));
        return decision.task() == null ? decision : BatchDecisions.finalizeIfSettled(decision, now);
    }

    /** A picture counts whichever attempt it is from: every attempt draws the same one. */
    private static Decision rendered(
            BatchEntry batch, TaskEntry task, TaskResult result, TaskOutcome.Rendered rendered) {
        var last = new TaskEntry.Attempt(result.attempt(), result.workerId(), null, null, result.finishedAt());
        BatchCounts counts = task.state() == TaskState.IN_FLIGHT
                ? batch.counts().completedInFlight()
                : batch.counts().completedRetrying();
        TaskEntry completed = task.completed(last, rendered.image());
        return new Decision(batch.withCounts(counts), completed, List.of(), timerOf(task), null, null);
    }

    private Decision failed(
            BatchEntry batch, TaskEntry task, TaskResult result, TaskOutcome.Failed failed, Instant now) {
        if (task.state() != TaskState.IN_FLIGHT || result.attempt() != task.attempt()) {
            return Decision.unchanged(batch);
        }
        var last = new TaskEntry.Attempt(
                result.attempt(), result.workerId(), failed.code(), failed.detail(), result.finishedAt());
        boolean stopped = batch.ending() != Ending.COMPLETED;
        if (stopped && (failed.code().retryable() || STOPPED.contains(failed.code()))) {
            return new Decision(
                    batch.withCounts(batch.counts().cancelledInFlight()),
                    task.settledAs(TaskState.CANCELLED, last),
                    List.of(),
                    timerOf(task),
                    null,
                    null);
        }
        boolean spent = task.failures() + 1 >= batch.submission().maxAttempts();
        return !failed.code().retryable() || spent
                ? failedForGood(batch, task, result, last, timerOf(task))
                : retry(batch, task, last, now);
    }

    private static Decision declined(BatchEntry batch, TaskEntry task, TaskResult result, Instant now) {
        return Decision.unchanged(batch);
    }

    private static Decision failedForGood(
            BatchEntry batch, TaskEntry task, TaskResult result, TaskEntry.Attempt last, List<Timer> cleared) {
        return new Decision(
                batch.withCounts(batch.counts().failedInFlight()),
                task.settledAs(TaskState.FAILED, last),
                List.of(),
                cleared,
                null,
                result);
    }

    private Decision retry(BatchEntry batch, TaskEntry task, TaskEntry.Attempt last, Instant now) {
        Timer retry = Timer.retry(task.id(), now.plus(retries.delay(task.id(), task.failures() + 1)));
        return new Decision(
                batch.withCounts(batch.counts().sentBack()).retried(),
                task.waitingToRetry(last, retry),
                List.of(retry),
                timerOf(task),
                null,
                null);
    }

    private static List<Timer> timerOf(TaskEntry task) {
        Timer timer = task.timer();
        return timer == null ? List.of() : List.of(timer);
    }
}
