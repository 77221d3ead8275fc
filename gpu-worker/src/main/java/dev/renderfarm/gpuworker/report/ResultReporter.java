package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.task.TaskResult;

/** Tells the farm how an attempt ended. Safe for use by several threads. */
public interface ResultReporter {

    /** Returns once the result is safely written, however long the broker takes: at least once. */
    void report(TaskResult result) throws InterruptedException;
}
