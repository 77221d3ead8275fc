package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The new state that an event leads to, and what goes out with it. A changed batch has its status published; in the
 * states {@code validating} and {@code finalizing} it needs long work.
 *
 * @param task null where no task changed
 * @param dispatch null where nothing is dispatched
 * @param deadLetter null unless a task failed for good
 * @param others that changed too, where a command is about several
 */
public record Decision(
        BatchEntry batch,
        @Nullable TaskEntry task,
        List<Timer> set,
        List<Timer> cleared,
        @Nullable RenderTask dispatch,
        @Nullable TaskResult deadLetter,
        List<TaskEntry> others) {

    /** One that changes one task at most. */
    Decision(
            BatchEntry batch,
            @Nullable TaskEntry task,
            List<Timer> set,
            List<Timer> cleared,
            @Nullable RenderTask dispatch,
            @Nullable TaskResult deadLetter) {
        this(batch, task, set, cleared, dispatch, deadLetter, List.of());
    }

    public Decision {
        set = List.copyOf(set);
        cleared = List.copyOf(cleared);
        others = List.copyOf(others);
    }

    /** The event changes nothing. */
    static Decision unchanged(BatchEntry batch) {
        return of(batch, List.of(), List.of());
    }

    static Decision of(BatchEntry batch, List<Timer> set, List<Timer> cleared) {
        return new Decision(batch, null, set, cleared, null, null);
    }

    /** The same, of the batch as it is then. */
    Decision with(BatchEntry next) {
        return new Decision(next, task, set, cleared, dispatch, deadLetter, others);
    }

    /** What a command about several tasks does. */
    static Decision ofSeveral(BatchEntry batch, List<TaskEntry> tasks, List<Timer> cleared) {
        return new Decision(batch, null, List.of(), cleared, null, null, tasks);
    }

    /** No further attempt is made of the task. */
    static Decision failedForGood(
            BatchEntry batch, TaskEntry task, TaskResult result, TaskEntry.Attempt last, List<Timer> cleared) {
        return new Decision(
                batch.withCounts(batch.counts().failedInFlight()),
                task.settledAs(TaskState.FAILED, last),
                List.of(),
                cleared,
                null,
                result);
    }
}
