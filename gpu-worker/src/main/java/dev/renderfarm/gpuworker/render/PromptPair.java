package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageRequest;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of one picture as token ids. Where they are cut into windows, both have as many: the one with fewer is
 * followed by windows of the empty prompt.
 *
 * @param negative null where there is no guidance, or it leads away from zeros
 */
record PromptPair(Prompt positive, @Nullable Prompt negative) {

    /** @param zeros whether a request without a negative prompt is guided away from zeros, not from the empty prompt */
    static PromptPair of(ImageRequest request, boolean guided, boolean zeros, PromptTokens tokens) {
        Prompt positive = new Prompt(request.prompt(), tokens.of(request.prompt()));
        String text = request.negativePrompt();
        if (!guided || (text == null && zeros)) {
            return new PromptPair(positive, null);
        }
        String away = text == null ? "" : text;
        Prompt negative = new Prompt(away, tokens.of(away));
        int longest = Math.max(positive.tokenIds.length, negative.tokenIds.length);
        return new PromptPair(positive.extended(longest, tokens), negative.extended(longest, tokens));
    }

    /** One of them. */
    record Prompt(String text, int[] tokenIds) {

        /** Prompts of one text may have more windows or fewer. */
        String key() {
            return tokenIds.length + " " + text;
        }

        private Prompt extended(int length, PromptTokens tokens) {
            return new Prompt(text, tokens.extended(tokenIds, length));
        }
    }
}
