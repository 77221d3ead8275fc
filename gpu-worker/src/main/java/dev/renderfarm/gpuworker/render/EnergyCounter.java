package dev.renderfarm.gpuworker.render;

import java.util.OptionalLong;

/** The counter of energy that a device keeps of itself. Safe for use by several threads. */
@FunctionalInterface
public interface EnergyCounter {

    /** Of a device that keeps none. */
    EnergyCounter NONE = OptionalLong::empty;

    /** Since some moment in the past; grows as the device draws power. Empty where it cannot be read. Throws nothing. */
    OptionalLong millijoules();

    /** Finds the counter of a device, or {@link #NONE}. */
    @FunctionalInterface
    interface Finder {

        /** @param device as the renderer names it, for example {@code GPU:0} */
        EnergyCounter of(String device);
    }
}
