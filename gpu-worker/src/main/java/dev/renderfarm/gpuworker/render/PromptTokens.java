package dev.renderfarm.gpuworker.render;

import dev.renderfarm.diffusion.network.RenderException;

/** Turns a prompt into the token ids of the model's templated prompt. Safe for use by several threads. */
@FunctionalInterface
public interface PromptTokens extends AutoCloseable {

    /** @throws RenderException with {@code prompt_too_long} where the model's limit is passed */
    int[] of(String prompt);

    /** Windows with those of an empty prompt after them, as long as asked; of a model without windows as they are. */
    default int[] extended(int[] ids, int length) {
        return ids;
    }

    @Override
    default void close() {}
}
