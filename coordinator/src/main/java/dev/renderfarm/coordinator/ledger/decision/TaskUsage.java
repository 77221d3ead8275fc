package dev.renderfarm.coordinator.ledger.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task has taken of devices.
 *
 * @param usage of all its results, each counted once
 * @param besides attempts whose results came for nothing, doubled or too late, and are known by this; the last
 *     {@value TaskEntry#KEPT_ATTEMPTS}
 */
public record TaskUsage(
        @JsonUnwrapped Usage usage,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaskEntry.Attempt> besides) {

    static final TaskUsage NONE = new TaskUsage(Usage.NONE, List.of());

    public TaskUsage {
        usage = usage == null ? Usage.NONE : usage;
        besides = besides == null ? List.of() : TaskEntry.latest(besides);
    }

    TaskUsage plus(Usage more) {
        return new TaskUsage(usage.plus(more), besides);
    }

    /** The result counts, and is no attempt of which the task tells. */
    TaskUsage and(TaskResult result) {
        List<TaskEntry.Attempt> all = new ArrayList<>(besides);
        all.add(new TaskEntry.Attempt(result.attempt(), result.workerId(), null, null, result.finishedAt()));
        return new TaskUsage(usage, all);
    }
}
