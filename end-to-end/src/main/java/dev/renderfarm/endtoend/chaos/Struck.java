package dev.renderfarm.endtoend.chaos;

import dev.renderfarm.endtoend.chaos.fault.Planned;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault that was.
 *
 * @param began by the clock of the machine
 * @param beganAt the same moment, in nanoseconds
 * @param recovery from its end until whom it struck was well and a picture had come since; null where that never was
 * @param error why it could not be inflicted; null where it could
 */
record Struck(
        Planned planned,
        Instant began,
        long beganAt,
        @Nullable Duration recovery,
        @Nullable String error) {}
