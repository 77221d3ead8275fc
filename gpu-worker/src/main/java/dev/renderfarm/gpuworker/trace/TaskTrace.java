package dev.renderfarm.gpuworker.trace;

import dev.renderfarm.common.id.Traceparent;

/** The trace of a task whose result is on its way. For one thread at a time. */
public interface TaskTrace {

    /** What the result is caused by. */
    Traceparent cause();

    /** The result is safely written, or nobody waits for that any more. */
    void ended();
}
