package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What dispatches and timers do to a task and its batch. */
public final class TaskDecisions {

    /** Who fails a task that no worker has seen. */
    private static final WorkerId LEDGER = new WorkerId("ledger");

    private static final String NO_MODEL = "";

    private final WatchdogPolicy watchdogs;

    public TaskDecisions(WatchdogPolicy watchdogs) {
        this.watchdogs = watchdogs;
    }

    /** The first attempt of the item whose turn it is. */
    public Decision dispatch(BatchEntry batch, RenderItem item, Instant now) {
        if (!batch.dispatchesFresh() || item.index() != batch.next()) {
            throw new IllegalStateException(
                    "item " + item.index() + " of " + batch.id() + " is not the next to be dispatched");
        }
        RenderTask task =
                task(batch, item, 1).as(new Redraw(0, batch.submission().maxAttempts() == 1));
        Timer timer = Timer.watchdog(task.taskId(), now.plus(watchdogs.first()));
        return new Decision(
                batch.passed().withCounts(batch.counts().dispatched()),
                TaskEntry.dispatched(task.taskId(), timer, watchdogs.first(), now),
                List.of(timer),
                List.of(),
                task,
                null);
    }

    /**
     * The next attempt of a task that waits for it.
     *
     * @param avoid workers that shall leave it to others
     */
    public Decision dispatchAgain(
            BatchEntry batch, TaskEntry task, RenderItem item, List<WorkerId> avoid, Instant now) {
        if (!batch.dispatches() || batch.stateOf(task) != TaskState.WAITING) {
            throw new IllegalStateException("task " + task.id() + " does not wait for another attempt");
        }
        Timer timer = Timer.watchdog(task.id(), now.plus(task.watchdog()));
        TaskEntry again = task.dispatchedAgain(timer, now);
        return new Decision(
                batch.withCounts(batch.counts().dispatchedAgain()),
                again,
                List.of(timer),
                task.timers(),
                task(batch, item, again.attempt())
                        .avoiding(avoid)
                        .as(again.drawing(batch.submission().maxAttempts())),
                null);
    }

    private static RenderTask task(BatchEntry batch, RenderItem item, int attempt) {
        return RenderTask.of(batch.id(), batch.validatedModel(), item, attempt)
                .tracedBy(batch.submission().traceparent())
                .on(batch.lane());
    }

    /** The item of the task whose turn it is can never be read: the task fails without being dispatched. */
    public Decision itemLost(BatchEntry batch, String reason, Instant now) {
        TaskId id = new TaskId(batch.id(), batch.next());
        TaskEntry task = TaskEntry.dispatched(id, Timer.watchdog(id, now), watchdogs.first(), now);
        return itemLost(batch.passed().withCounts(batch.counts().dispatched()), task, reason, now, List.of());
    }

    /** The task whose turn it is was settled before it came. */
    public Decision passSettled(BatchEntry batch) {
        return Decision.of(batch.passedSettled(), List.of(), List.of());
    }

    /** The item of a task that waits for another attempt cannot be read any more. */
    public Decision itemLost(BatchEntry batch, TaskEntry task, String reason, Instant now) {
        TaskEntry again = task.dispatchedAgain(Timer.watchdog(task.id(), now), now);
        return itemLost(batch.withCounts(batch.counts().dispatchedAgain()), again, reason, now, task.timers());
    }

    private static Decision itemLost(BatchEntry batch, TaskEntry task, String reason, Instant now, List<Timer> old) {
        var last = new TaskEntry.Attempt(task.attempt(), null, FailureCode.ITEM_LOST, reason, now);
        var failed = new TaskOutcome.Failed(FailureCode.ITEM_LOST, reason);
        var result = new TaskResult(task.id(), task.attempt(), LEDGER, NO_MODEL, now, now, failed, null);
        return BatchDecisions.finalizeIfSettled(Decision.failedForGood(batch, task, result, last, old), now);
    }

    /** The task is left as it is for now: its timer fires again. */
    public Decision postpone(BatchEntry batch, TaskEntry task, Instant until) {
        TaskEntry later = task.due(until);
        return new Decision(batch, later, later.timers(), task.timers(), null, null);
    }

    /**
     * The broker has done with the task, and nothing is heard of it: it gets another attempt that does not count
     * against the batch's limit.
     *
     * @param holder that has vanished with it, if one has
     */
    public Decision lost(BatchEntry batch, TaskEntry task, @Nullable WorkerId holder, Instant now) {
        if (!batch.goesOn() || task.state() != TaskState.IN_FLIGHT) {
            return Decision.unchanged(batch);
        }
        Timer retry = Timer.retry(task.id(), now);
        return new Decision(
                batch.withCounts(batch.counts().sentBack()).retried(),
                task.lost(lostAttempt(task, holder, now), watchdogs.next(task.watchdog()), retry),
                List.of(retry),
                task.timers(),
                null,
                null);
    }

    private static TaskEntry.Attempt lostAttempt(TaskEntry task, @Nullable WorkerId holder, Instant now) {
        return holder == null
                ? new TaskEntry.Attempt(
                        task.attempt(),
                        null,
                        FailureCode.TASK_LOST,
                        "no worker has it, and none has reported on it",
                        now)
                : new TaskEntry.Attempt(
                        task.attempt(), holder, FailureCode.WORKER_LOST, "the worker went away while it had it", now);
    }
}
