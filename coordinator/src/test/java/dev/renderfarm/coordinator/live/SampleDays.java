package dev.renderfarm.coordinator.live;

import java.time.InstantSource;
import java.util.Optional;

/** Days for tests. */
final class SampleDays {

    /** One of which nothing is known. */
    static FarmDay empty() {
        return new FarmDay(InstantSource.system(), batch -> Optional.empty());
    }

    private SampleDays() {}
}
