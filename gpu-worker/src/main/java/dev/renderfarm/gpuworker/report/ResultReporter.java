package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.TaskResult;
import org.jspecify.annotations.Nullable;

/** Tells the farm how an attempt ended. Safe for use by several threads. */
public interface ResultReporter {

    /**
     * Sends it without waiting, so that several go out together.
     *
     * @param cause null where the task is not traced
     */
    Report send(TaskResult result, @Nullable Traceparent cause);

    /** A result on its way. */
    interface Report {

        /** Returns once the result is safely written, however long the broker takes: at least once. */
        void awaitWritten() throws InterruptedException;
    }
}
