package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.edit.EncodeMode;
import org.jspecify.annotations.Nullable;

/**
 * Noise of one picture that begins with another, [height, width, channels] each.
 *
 * @param ofEncoder with which latents are drawn from the encoder's distribution; null where they are its mean
 * @param ofSchedule under which they are
 */
public record EditNoise(float @Nullable [] ofEncoder, float[] ofSchedule) {

    /** Draws in diffusers' order: the encoder's first. What its inpainting draws in the end is used by nothing. */
    public static EditNoise draw(EncodeMode mode, LatentShape shape, TorchGenerator generator) {
        float[] ofEncoder =
                switch (mode) {
                    case SAMPLE -> shape.noise(generator);
                    case MODE -> null;
                };
        return new EditNoise(ofEncoder, shape.noise(generator));
    }
}
