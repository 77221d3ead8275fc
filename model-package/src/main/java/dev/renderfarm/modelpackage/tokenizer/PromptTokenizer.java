package dev.renderfarm.modelpackage.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.model.ModelManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Turns a prompt into the token ids that a text encoder is given: those of the templated text, or windows. Nothing is
 * cut off, and nothing added but the template or what fills windows.
 * Safe for use by several threads at once; holds native memory until closed.
 */
public final class PromptTokenizer implements AutoCloseable {

    static {
        // on a CUDA host the library would fetch another build of itself from the network
        setUnlessGiven("RUST_FLAVOR", "cpu");
        setUnlessGiven("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer tokenizer;
    private final ModelManifest.Tokenizer settings;
    private final ByteBound bound;

    /**
     * @param tokenizerJson in the format of Hugging Face tokenizers
     * @throws IOException if the bytes are no such tokenizer
     */
    public PromptTokenizer(byte[] tokenizerJson, ModelManifest.Tokenizer settings) throws IOException {
        this.settings = settings;
        this.tokenizer = load(tokenizerJson);
        this.bound = ByteBound.of(tokenizerJson);
    }

    /**
     * The most tokens of a prompt: with its template where there is one, and else without what is put around it into
     * windows.
     */
    public int maxTokens() {
        return settings.maxTokens();
    }

    /** The most ids that {@link #encode} may give. */
    public int maxIds() {
        return settings.maxIds();
    }

    /**
     * Ids of the templated prompt, or its windows one after the other, all of them: compare with {@link #maxIds()}. The
     * prompt goes in as it is, so the text of a special token becomes that token, as in the reference pipeline.
     *
     * @throws IllegalArgumentException if the prompt holds half a surrogate pair, which no encoding of Unicode can
     * carry
     */
    public int[] encode(String prompt) {
        requireWellFormed(prompt);
        int[] ids = ids(text(prompt));
        return settings instanceof ClipWindows windows ? windows.fill(ids) : ids;
    }

    /** Windows of an empty prompt after those of another, until they are so many ids. */
    public int[] extended(int[] ids, int length) {
        return settings instanceof ClipWindows windows && ids.length < length ? windows.extended(ids, length) : ids;
    }

    /**
     * The number of tokens, counted as {@link #maxTokens()} is.
     *
     * @throws IllegalArgumentException as {@link #encode} does
     */
    public int count(String prompt) {
        requireWellFormed(prompt);
        return ids(text(prompt)).length;
    }

    /**
     * The number of tokens, counted as {@link #maxTokens()} is, where they are more than that; otherwise a number up to
     * that, which is had for a fraction of the work where the bytes of the text tell that it fits.
     *
     * @throws IllegalArgumentException as {@link #encode} does
     */
    public int countBeyondLimit(String prompt) {
        requireWellFormed(prompt);
        String text = text(prompt);
        int most = bound.mostTokens(text);
        return most <= maxTokens() ? most : ids(text).length;
    }

    private String text(String prompt) {
        return settings instanceof ChatTemplate template ? template.around(prompt) : prompt;
    }

    private int[] ids(String text) {
        return LongStream.of(tokenizer.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static HuggingFaceTokenizer load(byte[] json) throws IOException {
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
        } catch (RuntimeException e) {
            // the native library reports every kind of bad input as a bare RuntimeException
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void requireWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("the prompt holds half a surrogate pair at character " + i
                        + ": send it as well-formed Unicode");
            }
        }
    }

    private static void setUnlessGiven(String key, String value) {
        if (System.getenv(key) == null && System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
