package dev.renderfarm.diffusion.tensorflow;

/** One of the networks, loaded. */
sealed interface SavedNetwork extends AutoCloseable
        permits TextEncoderNetwork, DenoiserNetwork, VaeDecoderNetwork, VaeEncoderNetwork {

    /** Frees its weights. */
    @Override
    void close();
}
