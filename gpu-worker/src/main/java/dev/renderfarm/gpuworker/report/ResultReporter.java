package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.task.TaskResult;

/** Tells the farm how an attempt ended. Safe for use by several threads. */
public interface ResultReporter {

    /** Sends it without waiting, so that several go out together. */
    Report send(TaskResult result);

    /** A result on its way. */
    interface Report {

        /** Returns once the result is safely written, however long the broker takes: at least once. */
        void awaitWritten() throws InterruptedException;
    }
}
