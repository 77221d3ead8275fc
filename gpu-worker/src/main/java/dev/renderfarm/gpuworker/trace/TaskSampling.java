package dev.renderfarm.gpuworker.trace;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Which tasks are traced: a share of them, always all attempts of a task or none, whichever workers they go to; and
 * every attempt that failed.
 *
 * @param share from 0, only what failed, to 1, all
 */
public record TaskSampling(double share) {

    private static final double CHECKSUMS = 1L << Integer.SIZE;

    public TaskSampling {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("renderfarm.traces.task-share is not between 0 and 1: " + share);
        }
    }

    public boolean takes(TaskId task, TaskOutcome outcome) {
        return outcome.fold(picture -> false, failure -> !failure.code().isUnwanted(), left -> false) || takes(task);
    }

    /** A checksum, since the indexes of a batch's tasks follow one another. */
    private boolean takes(TaskId task) {
        CRC32C checksum = new CRC32C();
        checksum.update(task.toString().getBytes(StandardCharsets.UTF_8));
        return checksum.getValue() < share * CHECKSUMS;
    }
}
