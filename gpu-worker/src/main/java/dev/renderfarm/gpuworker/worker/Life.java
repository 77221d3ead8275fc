package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.worker.WorkerState;
import java.util.concurrent.atomic.AtomicReference;

/** Where the worker is in its life, which goes one way only. Safe for use by several threads. */
final class Life {

    private final AtomicReference<WorkerState> state = new AtomicReference<>(WorkerState.STARTING);

    WorkerState state() {
        return state.get();
    }

    /** Goes on to a later state; false, and no change, where the worker is there or further already. */
    boolean advanceTo(WorkerState next) {
        WorkerState before =
                state.getAndAccumulate(next, (current, wanted) -> wanted.compareTo(current) > 0 ? wanted : current);
        return before.compareTo(next) < 0;
    }
}
