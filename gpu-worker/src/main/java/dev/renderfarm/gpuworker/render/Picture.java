package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.diffusion.network.DiffusionModel;

/**
 * A picture in memory.
 *
 * @param rgb rows from the top, pixels from the left, three bytes each: red, green, blue. Not copied: whoever makes a
 * picture gives     its bytes away
 */
public record Picture(ImageSize size, byte[] rgb) {

    public static final int CHANNELS = DiffusionModel.COLOURS;

    public Picture {
        if (rgb.length != size.pixels() * CHANNELS) {
            throw new IllegalArgumentException(
                    "a picture of " + size + " has " + size.pixels() * CHANNELS + " bytes, these are " + rgb.length);
        }
    }

    /** Every pixel is like the first. */
    public boolean isSingleColour() {
        for (int i = CHANNELS; i < rgb.length; i++) {
            if (rgb[i] != rgb[i - CHANNELS]) {
                return false;
            }
        }
        return true;
    }
}
