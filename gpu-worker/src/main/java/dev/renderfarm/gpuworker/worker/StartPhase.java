package dev.renderfarm.gpuworker.worker;

import java.util.Locale;

/** What a start goes through before the worker is ready. */
enum StartPhase {
    /** For another process of the machine that fetches the package. */
    WAIT,
    FETCH,
    VERIFY,
    LOAD,
    WARM_UP,
    /** Drawing the golden record. */
    GOLDEN;

    /** As metrics and the log write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
