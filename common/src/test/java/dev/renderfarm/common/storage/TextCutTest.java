package dev.renderfarm.common.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCutTest {

    @ParameterizedTest
    @CsvSource({
        "abcdef, 4, abcd",
        "abcdef, 6, abcdef",
        "K\u00e4se, 2, K",
        "杯杯杯, 8, 杯杯",
        "😀😀, 7, 😀",
        // a letter and its accents
        "ae\u0301\u0302b, 4, a",
        "ae\u0301\u0302b, 6, ae\u0301\u0302",
        // one family, one flag
        "x👩\u200d👩\u200d👧y, 15, x",
        "x🇩🇪🇫🇷, 12, x🇩🇪",
        // Hangul in conjoining jamo
        "\u1112\u1161\u11ab\u1112\u1161\u11ab, 17, \u1112\u1161\u11ab",
        // Bengali: a conjunct is one, and so is a letter with its vowel sign
        "\u0995\u0995\u09cd\u09b7\u09bf, 9, \u0995",
        "\u0995\u0995\u09cd\u09b7\u09bf, 15, \u0995\u0995\u09cd\u09b7\u09bf",
        // Sinhala: with a joiner in it
        "\u0d9a\u0dca\u200d\u0dbb, 9, ''",
        // a variant of an ideograph
        "杯葛\udb40\udd00, 9, 杯",
        "abc, 0, ''"
    })
    void shouldEndWhereACharacterEndsForItsReader(String text, int bytes, String start) {
        assertThat(TextCut.start(text, bytes)).isEqualTo(start);
    }

    @Test
    void shouldKeepTheEndWithTheExtension() {
        assertThat(TextCut.end("杯杯杯.csv", 8)).isEqualTo("杯.csv");
        assertThat(TextCut.end("a👩\u200d👩.csv", 8)).isEqualTo(".csv");
        assertThat(TextCut.end("products.csv", 255)).isEqualTo("products.csv");
    }
}
