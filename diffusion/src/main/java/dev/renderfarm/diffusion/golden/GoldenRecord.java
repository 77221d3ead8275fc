package dev.renderfarm.diffusion.golden;

import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import org.jspecify.annotations.Nullable;

/**
 * What one implementation gave for a request. Latents of all kinds are [height, width, channels]. Arrays are not
 * copied: whoever makes a record gives them away.
 *
 * @param madeBy name of the implementation, for people
 * @param noise initial latents
 * @param caption [tokens, width], from the text encoder
 * @param pooled from the text encoder too; empty where the model has no such thing
 * @param velocity what the denoiser predicts in the first step, as the sampler applies it
 * @param latents after the last step
 * @param picture RGB, [height * scale, width * scale, 3], from the VAE decoder
 * @param edit null where pictures were not edited
 */
public record GoldenRecord(
        String madeBy,
        GoldenRequest request,
        float[] noise,
        float[] caption,
        float[] pooled,
        float[] velocity,
        float[] latents,
        byte[] picture,
        @Nullable GoldenEdit edit) {

    public GoldenRecord {
        LatentShape shape = request.shape();
        require(noise.length == shape.size(), "noise");
        require(velocity.length == shape.size(), "velocity");
        require(latents.length == shape.size(), "latents");
        require(caption.length > 0 && caption.length % request.tokenIds().size() == 0, "caption");
        require(
                picture.length > 0 && picture.length % (shape.height() * shape.width() * DiffusionModel.COLOURS) == 0,
                "picture");
        require(edit == null || edit.encoded().length == shape.size(), "encoded");
        require(edit == null || edit.edited().length == shape.size(), "edited");
    }

    /** Without an edit, of a model without pooled captions. */
    public GoldenRecord(
            String madeBy,
            GoldenRequest request,
            float[] noise,
            float[] caption,
            float[] velocity,
            float[] latents,
            byte[] picture) {
        this(madeBy, request, noise, caption, new float[0], velocity, latents, picture, null);
    }

    private static void require(boolean fits, String tensor) {
        if (!fits) {
            throw new IllegalArgumentException("the size of " + tensor + " does not fit the others");
        }
    }
}
