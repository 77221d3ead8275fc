package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.gpuworker.fitness.Fitness;
import java.util.Optional;

/**
 * Where the worker is in its life, which goes one way only, but for being set aside now and then before it drains, and for
 * a drain that is taken back. Safe for use by several threads.
 */
final class Life {

    private final Fitness fitness;
    private WorkerState stage = WorkerState.STARTING;

    Life(Fitness fitness) {
        this.fitness = fitness;
    }

    WorkerState state() {
        WorkerState now = stage();
        boolean canBeSetAside = now == WorkerState.STARTING || now == WorkerState.READY;
        return canBeSetAside && fitness.isSetAside() ? WorkerState.SET_ASIDE : now;
    }

    /** What keeps the worker from its work; empty where nothing does. */
    Optional<WorkerProblem> problem() {
        return fitness.problem();
    }

    private synchronized WorkerState stage() {
        return stage;
    }

    /** Whether it is past its start and has not been told to end. */
    synchronized boolean isReady() {
        return stage == WorkerState.READY;
    }

    /** A drain is not wanted any more. */
    synchronized void takeBack() {
        if (stage == WorkerState.DRAINING) {
            stage = WorkerState.READY;
        }
    }

    /** Goes on to a later state; false, and no change, where the worker is there or further already. */
    synchronized boolean advanceTo(WorkerState next) {
        boolean later = next.compareTo(stage) > 0;
        if (later) {
            stage = next;
        }
        return later;
    }
}
