package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import org.slf4j.spi.LoggingEventBuilder;

/** Lines of the log that are about a task. */
final class TaskLog {

    /** Adds what a task is found by, and its batch's trace where it has one. */
    static LoggingEventBuilder about(LoggingEventBuilder line, ClaimedTask task) {
        LoggingEventBuilder about = line.addKeyValue("taskId", task.taskId());
        Traceparent batch = task.traceparent();
        return batch == null ? about : about.addKeyValue("traceId", batch.traceId());
    }

    private TaskLog() {}
}
