package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link ResultReporter} that keeps what it is told. */
public final class FakeResultReporter implements ResultReporter {

    private final List<TaskResult> results = new CopyOnWriteArrayList<>();

    @Override
    public void report(TaskResult result) {
        results.add(result);
    }

    public List<TaskResult> results() {
        return List.copyOf(results);
    }

    public List<TaskOutcome> outcomes() {
        return results.stream().map(TaskResult::outcome).toList();
    }
}
