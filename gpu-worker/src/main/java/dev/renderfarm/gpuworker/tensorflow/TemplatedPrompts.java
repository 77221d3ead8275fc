package dev.renderfarm.gpuworker.tensorflow;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.render.PromptTokens;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;

/** {@link PromptTokens} of a package's own tokenizer. */
final class TemplatedPrompts implements PromptTokens {

    private final PromptTokenizer tokenizer;

    TemplatedPrompts(PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public int[] of(String prompt) {
        int[] ids;
        try {
            ids = tokenizer.encode(prompt);
        } catch (IllegalArgumentException e) {
            throw new RenderException(FailureCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
        }
        if (ids.length > tokenizer.maxIds()) {
            throw new RenderException(
                    FailureCode.PROMPT_TOO_LONG,
                    "the prompt has " + tokenizer.countBeyondLimit(prompt)
                            + " tokens with its template, the model takes "
                            + tokenizer.maxTokens() + ": shorten it");
        }
        return ids;
    }

    @Override
    public int[] extended(int[] ids, int length) {
        return tokenizer.extended(ids, length);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
