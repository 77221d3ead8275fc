package dev.renderfarm.gpuworker.render;

import dev.renderfarm.diffusion.network.Cancellation;
import java.time.Instant;

/** Who looks on while a micro-batch is drawn: says whether it is wanted still, and is told how far it is. */
@FunctionalInterface
public interface Onlooker extends Cancellation {

    /** The device begins with it. */
    default void begins(Instant at, int steps) {}

    /**
     * A step begins.
     *
     * @param step from 1
     */
    default void step(int step) {}
}
