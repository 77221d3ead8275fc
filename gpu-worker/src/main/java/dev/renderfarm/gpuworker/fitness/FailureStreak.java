package dev.renderfarm.gpuworker.fitness;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks that failed one after the other with no picture in between. Only failures that may be the worker's fault
 * count: a task that has failed on another worker is as likely to blame. For one thread at a time.
 */
final class FailureStreak {

    /** The device's, the process's, and the bucket's where it refuses one picture after the other. */
    private static final Set<FailureCode> IN_DOUBT = EnumSet.of(
            FailureCode.DEVICE_OUT_OF_MEMORY,
            FailureCode.RENDER_FAILED,
            FailureCode.RENDER_TIMED_OUT,
            FailureCode.NON_FINITE_IMAGE,
            FailureCode.BLANK_IMAGE,
            FailureCode.NEAR_BLACK_IMAGE,
            FailureCode.UNIFORM_IMAGE,
            FailureCode.STORAGE_REFUSED,
            FailureCode.INTERNAL_ERROR);

    private final Set<TaskId> tasks = new HashSet<>();

    /** What speaks against the worker in that; empty where nothing does. */
    Optional<Failed> add(TaskId task, boolean failedElsewhere, TaskOutcome outcome) {
        Optional<Failed> failure = failedElsewhere ? Optional.empty() : doubt(outcome);
        failure.ifPresent(failed -> tasks.add(task));
        return failure;
    }

    /** How many tasks. */
    int length() {
        return tasks.size();
    }

    void end() {
        tasks.clear();
    }

    private static Optional<Failed> doubt(TaskOutcome outcome) {
        return outcome.<Optional<Failed>>fold(
                        rendered -> Optional.ofNullable(rendered.image().rejected())
                                .map(rejected -> new Failed(rejected.code(), rejected.detail())),
                        Optional::of,
                        declined -> Optional.<Failed>empty())
                .filter(failure -> IN_DOUBT.contains(failure.code()));
    }
}
