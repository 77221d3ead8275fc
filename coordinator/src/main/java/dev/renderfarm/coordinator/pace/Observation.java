package dev.renderfarm.coordinator.pace;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.ModelName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has taken of devices.
 *
 * @param mix how many pictures of each kind it has, or a sample of it; not empty
 * @param images that were drawn
 * @param secondsPerImage of a device, on the average
 * @param bytesPerPixel of the files that were delivered; null where none were, or nobody counted
 * @param watts of the device; null where it does not tell
 */
record Observation(
        ModelName model,
        Map<Work, Integer> mix,
        int images,
        double secondsPerImage,
        @Nullable Double bytesPerPixel,
        @Nullable Double watts) {

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

    /** The average one's. */
    static double pixels(Map<Work, Integer> mix) {
        double pixels = 0;
        int pictures = 0;
        for (Map.Entry<Work, Integer> kind : mix.entrySet()) {
            pixels += (double) kind.getKey().size().pixels() * kind.getValue();
            pictures += kind.getValue();
        }
        return pixels / pictures;
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
