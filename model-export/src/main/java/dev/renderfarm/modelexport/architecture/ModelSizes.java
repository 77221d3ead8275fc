package dev.renderfarm.modelexport.architecture;

/** Text encoder, transformer and VAE of one model, which must fit together. */
public record ModelSizes(TextEncoderSizes textEncoder, TransformerSizes transformer, VaeSizes vae) {

    public ModelSizes {
        Check.that(
                textEncoder.hidden() == transformer.captionDim(),
                "hidden_size of the text encoder, " + textEncoder.hidden()
                        + ", must be cap_feat_dim of the transformer, " + transformer.captionDim());
        Check.that(
                vae.latentChannels() == transformer.channels(),
                "latent_channels of the VAE, " + vae.latentChannels() + ", must be in_channels of the transformer, "
                        + transformer.channels());
    }

    /** Side of one of the transformer's patches, in pixels of the picture. */
    public int patchSide() {
        return vae.scale() * TransformerSizes.PATCH;
    }
}
