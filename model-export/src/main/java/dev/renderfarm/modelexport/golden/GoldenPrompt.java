package dev.renderfarm.modelexport.golden;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.golden.GoldenException;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether a prompt can be recorded, asked before there is a package. */
public final class GoldenPrompt {

    /**
     * Refuses a prompt that the networks could not be run on.
     *
     * @param prompt null for {@link PackageProof#PROMPT}, or for token ids where there is no tokenizer
     * @param tokenizer in the format of Hugging Face tokenizers; null where there is none
     * @throws GoldenException if it is too long for the model, cannot be encoded, or there is no tokenizer for it
     */
    public static void check(@Nullable String prompt, byte @Nullable [] tokenizer, ModelManifest.Tokenizer settings) {
        if (tokenizer == null) {
            if (prompt != null) {
                throw new GoldenException("the checkpoint has no tokenizer; leave the prompt of the golden record out");
            }
            return;
        }
        int tokens = tokens(prompt == null ? PackageProof.PROMPT : prompt, tokenizer, settings);
        if (tokens > settings.maxTokens()) {
            throw new GoldenException("the prompt of the golden record has " + tokens
                    + " tokens with its template, the model takes " + settings.maxTokens() + "; give a shorter one");
        }
    }

    private static int tokens(String prompt, byte[] json, ModelManifest.Tokenizer settings) {
        try (PromptTokenizer tokenizer = new PromptTokenizer(json, settings)) {
            return tokenizer.countBeyondLimit(prompt);
        } catch (IOException e) {
            throw new GoldenException("the checkpoint's tokenizer cannot be used: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new GoldenException(String.valueOf(e.getMessage()), e);
        }
    }

    private GoldenPrompt() {}
}
