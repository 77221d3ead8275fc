package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Declined;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Tasks that some slot of this worker works on: one task is never in two of them. Safe for use by several threads. */
final class TasksInHand {

    private final Set<TaskId> tasks = new HashSet<>();

    /** Takes it up; or says why not, where it is in hand already. */
    synchronized Optional<TaskOutcome> takeUp(TaskId task) {
        return tasks.add(task)
                ? Optional.empty()
                : Optional.of(new Declined("the task is in hand already, in another slot of this worker"));
    }

    synchronized void putDown(Collection<TaskId> done) {
        tasks.removeAll(done);
    }
}
