package dev.renderfarm.modelexport.architecture;

import dev.renderfarm.common.model.ModelManifest;
import org.jspecify.annotations.Nullable;

/**
 * Text encoders, U-Net and VAE of a Stable Diffusion.
 *
 * @param second text encoder beside the first, of which the caption has the other half; null for the first generation
 * @param endToken id that ends a prompt, where its pooled caption is taken
 * @param secondPad id with which the second encoder's windows are filled up
 * @param wideVae whether the VAE has to be computed in 32 bits, whatever the others are
 */
public record StableDiffusionSizes(
        ClipSizes first,
        @Nullable ClipSizes second,
        UNetSizes unet,
        VaeSizes vae,
        int endToken,
        int secondPad,
        boolean wideVae)
        implements ModelSizes {

    public StableDiffusionSizes {
        int caption = first.hidden() + (second == null ? 0 : second.hidden());
        Check.that(
                caption == unet.captionDim(),
                "hidden_size of the text encoders, " + caption + " together, must be cross_attention_dim of the U-Net, "
                        + unet.captionDim());
        Check.that(
                (second == null ? 0 : second.projection()) == unet.pooled(),
                "projection_dim of text_encoder_2 must be the width of the pooled caption that the U-Net takes, "
                        + unet.pooled());
        Check.that(
                vae.latentChannels() == unet.channels(),
                "latent_channels of the VAE, " + vae.latentChannels() + ", must be in_channels of the U-Net, "
                        + unet.channels());
        Check.that(
                second == null || second.positions() == first.positions(),
                "max_position_embeddings of the text encoders must be equal");
        Check.that(
                endToken >= 0 && endToken < first.vocabulary(), "the end token " + endToken + " is not in vocab_size");
    }

    public StableDiffusionSizes withWideVae(boolean wide) {
        return new StableDiffusionSizes(first, second, unet, vae, endToken, secondPad, wide);
    }

    @Override
    public String family() {
        return second == null ? ModelManifest.SD_1_5 : ModelManifest.SDXL;
    }

    @Override
    public int channels() {
        return unet.channels();
    }

    @Override
    public int patchSide() {
        return vae.scale();
    }
}
