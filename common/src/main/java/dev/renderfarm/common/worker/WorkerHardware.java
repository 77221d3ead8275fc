package dev.renderfarm.common.worker;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a worker's device is.
 *
 * @param name as its maker has it, for example {@code NVIDIA H100 80GB HBM3}
 * @param memoryBytes all that it has: of a card its own, of a CPU the machine's, or its container's; null where nobody
 *     tells
 */
public record WorkerHardware(String name, @Nullable Long memoryBytes) {

    public WorkerHardware {
        requireNonNull(name, "name is null");
    }
}
