package dev.renderfarm.diffusion.tensorflow;

/** One of the three networks, loaded. */
sealed interface SavedNetwork extends AutoCloseable permits TextEncoderNetwork, TransformerNetwork, VaeDecoderNetwork {

    /** Frees its weights. */
    @Override
    void close();
}
