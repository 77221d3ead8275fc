package dev.renderfarm.modelpackage.tokenizer;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a text has at most, told by its bytes. Byte-level BPE begins with a token for each byte and joins
 * some, and the text of a special token has a byte at least, so there are at most as many tokens as bytes of UTF-8.
 * Normalization to NFC makes at most three bytes of one (Unicode FAQ, Normalization, maximum expansion factors), and
 * leaves alone what is NFC already: by whatever version of Unicode, since the forms of characters that are assigned
 * never change.
 */
final class ByteBound {

    private static final int UNKNOWN = Integer.MAX_VALUE;
    private static final int GROWTH = 3;
    private static final int MOST_BYTES_OF_CHAR = 3;

    /** What counts of a tokenizer's file. */
    private record Parts(
            @Nullable Part normalizer,
            @Nullable Splitting preTokenizer,
            @Nullable Part model) {

        boolean areByteLevel() {
            return model != null
                    && "BPE".equals(model.type)
                    && (normalizer == null || "NFC".equals(normalizer.type))
                    && preTokenizer != null
                    && preTokenizer.isByteLevel();
        }
    }

    private record Part(@Nullable String type) {}

    private record Splitting(
            @Nullable String type,
            @Nullable Boolean addPrefixSpace,
            @Nullable List<Splitting> pretokenizers) {

        boolean isByteLevel() {
            if ("Sequence".equals(type)) {
                return pretokenizers != null
                        && pretokenizers.stream().anyMatch(Splitting::isByteLevel)
                        && pretokenizers.stream().allMatch(step -> "Split".equals(step.type) || step.isByteLevel());
            }
            return "ByteLevel".equals(type) && Boolean.FALSE.equals(addPrefixSpace);
        }
    }

    private final boolean holds;

    private ByteBound(boolean holds) {
        this.holds = holds;
    }

    /**
     * @param tokenizerJson in the format of Hugging Face tokenizers; the bound holds where it is of the kind that is
     *     known
     */
    static ByteBound of(byte[] tokenizerJson) {
        try {
            return new ByteBound(Json.read(tokenizerJson, Parts.class).areByteLevel());
        } catch (MalformedJsonException e) {
            return new ByteBound(false);
        }
    }

    /** A number that the text's tokens do not exceed; the largest there is where nothing is known. */
    int mostTokens(String text) {
        if (!holds || text.length() > UNKNOWN / (GROWTH * MOST_BYTES_OF_CHAR)) {
            return UNKNOWN;
        }
        int bytes = 0;
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii &= c < 0x80;
            bytes += bytes(c);
        }
        return ascii || isComposed(text) ? bytes : GROWTH * bytes;
    }

    private static boolean isComposed(String text) {
        return text.codePoints().allMatch(Character::isDefined) && Normalizer.isNormalized(text, Normalizer.Form.NFC);
    }

    /** Of the UTF-8; a half of a surrogate pair has two of the pair's four. */
    private static int bytes(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : MOST_BYTES_OF_CHAR;
    }
}
