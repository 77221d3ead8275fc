package dev.renderfarm.diffusion.tensorflow;

/** One of the three networks, loaded. */
sealed interface SavedNetwork extends AutoCloseable permits SavedTextEncoder, SavedTransformer, SavedVaeDecoder {

    /** Frees its weights. */
    @Override
    void close();
}
