package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.worker.WorkerState;

/** Where the worker is in its life, which goes one way only. Safe for use by several threads. */
final class Life {

    private WorkerState state = WorkerState.STARTING;

    synchronized WorkerState state() {
        return state;
    }

    /** Goes on to a later state; false, and no change, where the worker is there or further already. */
    synchronized boolean advanceTo(WorkerState next) {
        boolean later = next.compareTo(state) > 0;
        if (later) {
            state = next;
        }
        return later;
    }
}
