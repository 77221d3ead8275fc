package dev.renderfarm.gpuworker.hardware;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which card of the machine CUDA calls its first. CUDA and NVML number cards each in its own way, so that it is known
 * only where there is one, where it is named, or where CUDA was told to number them as NVML does.
 *
 * @param uuid of the card, where it is named by that
 * @param index of the card in the order of the PCI bus, where it is known by that
 */
record VisibleCard(Optional<String> uuid, OptionalInt index) {

    private static final VisibleCard UNKNOWN = new VisibleCard(Optional.empty(), OptionalInt.empty());

    /**
     * @param environment of the process: {@code CUDA_VISIBLE_DEVICES} and {@code CUDA_DEVICE_ORDER}
     * @param cards that NVML counts
     */
    static VisibleCard of(Map<String, String> environment, int cards) {
        String first = environment
                .getOrDefault("CUDA_VISIBLE_DEVICES", "0")
                .split(",", 2)[0]
                .strip();
        if (first.startsWith("GPU-")) {
            return new VisibleCard(Optional.of(first), OptionalInt.empty());
        }
        boolean sameOrder = cards == 1 || "PCI_BUS_ID".equals(environment.get("CUDA_DEVICE_ORDER"));
        return sameOrder && first.matches("\\d{1,4}")
                ? new VisibleCard(Optional.empty(), OptionalInt.of(Integer.parseInt(first)))
                : UNKNOWN;
    }

    boolean isKnown() {
        return uuid.isPresent() || index.isPresent();
    }
}
