package dev.renderfarm.modelexport.architecture;

/** The networks of one model, which fit together. */
public sealed interface ModelSizes permits ZImageSizes, StableDiffusionSizes {

    /** As {@code model.json} has it. */
    String family();

    VaeSizes vae();

    /** Of the latents. */
    int channels();

    /** Of what the denoiser takes as one, in pixels of the picture: the sides of pictures are multiples of it. */
    int patchSide();
}
