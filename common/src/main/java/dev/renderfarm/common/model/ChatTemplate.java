package dev.renderfarm.common.model;

import org.jspecify.annotations.Nullable;

/**
 * A prompt goes into a text, which is encoded as a whole.
 *
 * @param promptTemplate the text around the prompt, with {@value #PROMPT} where the prompt goes
 * @param maxTokens limit of the templated prompt
 */
public record ChatTemplate(@Nullable String promptTemplate, int maxTokens) implements ModelManifest.Tokenizer {

    public static final String PROMPT = "{prompt}";

    public ChatTemplate {
        ModelManifest.require(promptTemplate != null, "tokenizer.prompt_template is missing");
        ModelManifest.require(
                promptTemplate != null && promptTemplate.contains(PROMPT),
                "tokenizer.prompt_template lacks " + PROMPT + ": " + promptTemplate);
        ModelManifest.require(maxTokens > 0, "tokenizer.max_tokens must be positive: " + maxTokens);
    }

    @Override
    public int maxIds() {
        return maxTokens;
    }

    /** The text that is encoded. */
    public String around(String prompt) {
        return String.valueOf(promptTemplate).replace(PROMPT, prompt);
    }
}
