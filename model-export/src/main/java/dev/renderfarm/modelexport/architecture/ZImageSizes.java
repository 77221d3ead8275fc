package dev.renderfarm.modelexport.architecture;

import dev.renderfarm.common.model.ModelManifest;

/** Text encoder, transformer and VAE of a Z-Image. */
public record ZImageSizes(TextEncoderSizes textEncoder, TransformerSizes transformer, VaeSizes vae)
        implements ModelSizes {

    public ZImageSizes {
        Check.that(
                textEncoder.hidden() == transformer.captionDim(),
                "hidden_size of the text encoder, " + textEncoder.hidden()
                        + ", must be cap_feat_dim of the transformer, " + transformer.captionDim());
        Check.that(
                vae.latentChannels() == transformer.channels(),
                "latent_channels of the VAE, " + vae.latentChannels() + ", must be in_channels of the transformer, "
                        + transformer.channels());
    }

    @Override
    public String family() {
        return ModelManifest.Z_IMAGE;
    }

    @Override
    public int channels() {
        return transformer.channels();
    }

    @Override
    public int patchSide() {
        return vae.scale() * TransformerSizes.PATCH;
    }
}
