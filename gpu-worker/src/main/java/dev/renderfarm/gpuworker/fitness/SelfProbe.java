package dev.renderfarm.gpuworker.fitness;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Optional;

/** Shows whether the worker could do its work now, without any task. */
@FunctionalInterface
public interface SelfProbe {

    /**
     * @param rendering whether to render too
     * @return what keeps the worker from its work; empty where nothing does
     */
    Optional<Finding> run(boolean rendering) throws InterruptedException;

    /** @param detail what happened and what to do, for everyone */
    record Finding(FailureCode code, String detail) {}
}
