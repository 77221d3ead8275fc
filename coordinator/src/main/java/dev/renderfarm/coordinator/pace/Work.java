package dev.renderfarm.coordinator.pace;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;

/**
 * What a picture asks of a device, whatever it shows.
 *
 * @param isGuided whether each step looks at the prompt and at what to keep away from
 */
public record Work(ImageSize size, int steps, boolean isGuided) {

    public Work {
        requireNonNull(size, "size is null");
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1: " + steps);
        }
    }

    /** @param form of the model's guidance, which says what scales are off */
    public static Work of(ImageRequest image, GuidanceForm form) {
        return new Work(image.size(), image.steps(), form.isOn(image.sampling().guidanceScale()));
    }

    /** Pixels times passes of the network: what pictures of one model are compared by. */
    public double units() {
        return (double) size.pixels() * steps * (isGuided ? 2 : 1);
    }
}
