package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.coordinator.batch.TestBatches;

/** Failures for tests. */
public final class SampleFailures {

    /** The batch's first task failed; known as {@code failure-0-1}. */
    public static void note(LatestFailures failures, BatchId batch) {
        note(failures, "failure-0-1", new TaskId(batch, 0));
    }

    /** @param id {@code failure-…}, as no other failure has it */
    public static void note(LatestFailures failures, String id, TaskId task) {
        var failed = new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "one colour");
        failures.note(id, TestBatches.CREATED, result(task, failed), failed);
    }

    static TaskResult result(TaskId task, TaskOutcome outcome) {
        return new TaskResult(
                task, 1, new WorkerId("w1"), "sha256:0", TestBatches.CREATED, TestBatches.CREATED, outcome, null);
    }

    private SampleFailures() {}
}
