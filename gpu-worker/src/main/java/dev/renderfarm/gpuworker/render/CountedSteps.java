package dev.renderfarm.gpuworker.render;

import dev.renderfarm.diffusion.network.Cancellation;

/** The sampling loop asks before each step, and once after the last: so it is known which one begins. */
final class CountedSteps implements Cancellation {

    private final Onlooker onlooker;
    private final int steps;
    private int begun;

    CountedSteps(Onlooker onlooker, int steps) {
        this.onlooker = onlooker;
        this.steps = steps;
    }

    @Override
    public boolean isRequested() {
        if (onlooker.isRequested()) {
            return true;
        }
        if (begun < steps) {
            onlooker.step(++begun);
        }
        return false;
    }
}
