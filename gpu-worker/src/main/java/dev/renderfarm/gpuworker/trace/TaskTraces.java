package dev.renderfarm.gpuworker.trace;

import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import org.jspecify.annotations.Nullable;

/** Tells what became of tasks to whoever traces them. Safe for several threads. Never blocks. */
public interface TaskTraces {

    /** Traces nothing. */
    TaskTraces NONE = new TaskTraces() {
        @Override
        public @Nullable Timeline begin(ClaimedTask task) {
            return null;
        }

        @Override
        public @Nullable TaskTrace reporting(ClaimedTask task, TaskResult result, @Nullable Timeline timeline) {
            return null;
        }
    };

    /** Where the stages of the task are to be noted; null where they need not be. */
    @Nullable
    Timeline begin(ClaimedTask task);

    /**
     * The result is about to be sent.
     *
     * @param timeline null where no stage was noted
     * @return null where this task is not traced
     */
    @Nullable
    TaskTrace reporting(ClaimedTask task, TaskResult result, @Nullable Timeline timeline);
}
