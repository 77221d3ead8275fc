package dev.renderfarm.gpuworker.render;

import dev.renderfarm.diffusion.network.RenderException;

/** Turns a prompt into the token ids of the model's templated prompt. Safe for use by several threads. */
@FunctionalInterface
public interface PromptTokens extends AutoCloseable {

    /** @throws RenderException with {@code prompt_too_long} where the model's limit is passed */
    int[] of(String prompt);

    @Override
    default void close() {}
}
