package dev.renderfarm.gpuworker.render;

import static dev.renderfarm.diffusion.network.DiffusionModel.COLOURS;

import dev.renderfarm.common.task.ImageSize;

/**
 * A picture in memory.
 *
 * @param rgb rows from the top, pixels from the left, three bytes each: red, green, blue. Not copied: the
 * caller must not change the array afterwards
 */
public record Picture(ImageSize size, byte[] rgb) {

    public Picture {
        if (rgb.length != size.pixels() * COLOURS) {
            throw new IllegalArgumentException(
                    "a picture of " + size + " has " + size.pixels() * COLOURS + " bytes, these are " + rgb.length);
        }
    }
}
