package dev.renderfarm.modelpackage.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteBoundTest {

    private static final String BYTE_LEVEL = "{\"type\": \"ByteLevel\", \"add_prefix_space\": false}";
    private static final String KNOWN =
            "{\"normalizer\": {\"type\": \"NFC\"}, \"pre_tokenizer\": {\"type\": \"Sequence\","
                    + " \"pretokenizers\": [{\"type\": \"Split\"}, " + BYTE_LEVEL + "]},"
                    + " \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}";

    @Test
    void shouldCountBytes() {
        ByteBound bound = of(KNOWN);
        assertThat(bound.mostTokens("a mug")).isEqualTo(5);
        assertThat(bound.mostTokens("a m\u00fcg")).isEqualTo(6);
        assertThat(bound.mostTokens("\u676f")).isEqualTo(3);
        assertThat(bound.mostTokens("\ud83d\ude80")).isEqualTo(4);
    }

    /**
     * A mark apart from its letter, a note that NFC takes apart, and a code point that a later Unicode may give a
     * meaning.
     */
    @Test
    void shouldCountThreeTimesTheBytesOfWhatMayGrow() {
        ByteBound bound = of(KNOWN);
        assertThat(bound.mostTokens("e\u0301")).isEqualTo(3 * 3);
        assertThat(bound.mostTokens("\ud834\udd60")).isEqualTo(3 * 4);
        assertThat(bound.mostTokens("\u0378")).isEqualTo(3 * 2);
    }

    @Test
    void shouldHoldWhereTextIsNotNormalized() {
        assertThat(of(KNOWN.replace("{\"type\": \"NFC\"}", "null")).mostTokens("mug"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NFC -> NFKD",
                "BPE -> Unigram",
                "\"ByteLevel\" -> \"Metaspace\"",
                "\"Split\" -> \"Punctuation\"",
                "space\": false -> space\": true",
                ", \"add_prefix_space\": false -> ",
                "{\"type\": \"NFC\"} -> \"NFC\""
            })
    void shouldKnowNothingOfOtherKinds(String change) {
        String[] pair = change.split(" -> ", -1);
        String other = KNOWN.replace(pair[0], pair[1]);
        assertThat(other).isNotEqualTo(KNOWN);
        assertThat(of(other).mostTokens("mug")).isEqualTo(Integer.MAX_VALUE);
    }

    private static ByteBound of(String json) {
        return ByteBound.of(json.getBytes(UTF_8));
    }
}
