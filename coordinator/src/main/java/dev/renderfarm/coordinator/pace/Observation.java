package dev.renderfarm.coordinator.pace;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.ModelName;
import java.util.Map;

/**
 * What a batch has taken of devices.
 *
 * @param mix how many pictures of each kind it has, or a sample of it; not empty
 * @param images that were drawn
 * @param secondsPerImage of a device, on the average
 */
record Observation(ModelName model, Map<Work, Integer> mix, int images, double secondsPerImage) {

    Observation {
        requireNonNull(model, "model is null");
        mix = Map.copyOf(mix);
        if (mix.isEmpty() || images < 1 || !(secondsPerImage > 0)) {
            throw new IllegalArgumentException(images + " images of " + mix + " took " + secondsPerImage + " s each");
        }
    }

    /** Whether all pictures ask the same of a device. */
    boolean isOf(Work work) {
        return mix.size() == 1 && mix.containsKey(work);
    }

    double secondsPerUnit() {
        double units = 0;
        int pictures = 0;
        for (Map.Entry<Work, Integer> kind : mix.entrySet()) {
            units += kind.getKey().units() * kind.getValue();
            pictures += kind.getValue();
        }
        return secondsPerImage * pictures / units;
    }
}
