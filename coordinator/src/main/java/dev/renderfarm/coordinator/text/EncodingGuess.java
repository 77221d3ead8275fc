package dev.renderfarm.coordinator.text;

import dev.renderfarm.common.batch.TextEncoding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Guesses the encoding of a text that is not UTF-8, from how its bytes above ASCII stand together: in pairs, whose
 * first bytes tell the frequent characters of a language, or alone beside letters. It only advises, so it may be wrong.
 */
final class EncodingGuess {

    private static final double PLAUSIBLE = 0.7;
    private static final int MOST_QUOTED = 30;

    /** So many pairs of the first half of the Chinese characters are hardly there by chance. */
    private static final int MANY_PAIRS = 8;

    /**
     * A score from 0 to 1: how many of the bytes above ASCII stand as they usually do in it. The first of equals wins.
     */
    private enum Candidate {
        EUC_KR(
                TextEncoding.EUC_KR,
                bytes -> bytes.pairs(0xB0, 0xC8, 0xA1) >= MANY_PAIRS ? bytes.shareOfPairs(0xB0, 0xC8, 0xA1) : 0),
        GBK(TextEncoding.GBK, bytes -> bytes.shareOfPairs(0xB0, 0xD7, 0xA1)),
        BIG5(TextEncoding.BIG5, bytes -> bytes.shareOfPairs(0xA4, 0xC6, 0x40)),
        EUC_JP(
                TextEncoding.EUC_JP,
                bytes -> bytes.shareOfPairs(0xA4, 0xA5, 0xA1) > 0.2 ? bytes.shareOfPairs(0xA4, 0xCF, 0xA1) : 0),
        SHIFT_JIS(
                TextEncoding.SHIFT_JIS,
                bytes -> bytes.shareOfPairs(0x82, 0x83, 0x40) > 0.2 ? bytes.shareOfPairs(0x81, 0x97, 0x40) : 0),
        WINDOWS_1251(TextEncoding.WINDOWS_1251, BytesAboveAscii::shareOfCyrillic),
        WINDOWS_1252(TextEncoding.WINDOWS_1252, bytes -> bytes.shareBesideLetters("\u008C\u009A\u009C\u009E")),
        WINDOWS_1250(
                TextEncoding.WINDOWS_1250,
                bytes -> bytes.shareBesideLetters(
                        "\u008C\u009A\u009C\u009D\u009E\u009F\u00A3\u00A5\u00AF\u00B3\u00B9\u00BC\u00BE\u00BF")),
        MACINTOSH(TextEncoding.MACINTOSH, BytesAboveAscii::shareOfMacintosh);

        private final TextEncoding encoding;
        private final ToDoubleFunction<BytesAboveAscii> score;

        Candidate(TextEncoding encoding, ToDoubleFunction<BytesAboveAscii> score) {
            this.encoding = encoding;
            this.score = score;
        }
    }

    /** @param sample from the first byte on that is not UTF-8 */
    static Optional<TextEncoding> of(byte[] sample) {
        BytesAboveAscii bytes = new BytesAboveAscii(sample);
        return Arrays.stream(Candidate.values())
                .filter(candidate -> candidate.score.applyAsDouble(bytes) >= PLAUSIBLE)
                .max(Comparator.comparingDouble(candidate -> candidate.score.applyAsDouble(bytes)))
                .map(candidate -> candidate.encoding);
    }

    /** How the text begins in that encoding: to the end of its line, and not much. */
    static String beginning(byte[] sample, TextEncoding encoding) {
        String text = new String(sample, 0, Math.min(sample.length, 4 * MOST_QUOTED), encoding.charset());
        String first = text.lines().findFirst().orElse("");
        return first.length() <= MOST_QUOTED ? first : first.substring(0, MOST_QUOTED) + "…";
    }

    private EncodingGuess() {}
}
