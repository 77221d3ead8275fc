package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.modelexport.export.GoldenTensors;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Read as workers read it, the file that is built gives the ids of transformers' {@code CLIPTokenizer}. */
class ClipVocabularyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** With the vocabulary of all official models. */
    static Stream<Object[]> official() {
        return Stream.of(
                new Object[] {"", new int[] {}},
                new Object[] {"a photo of a cat", new int[] {320, 1125, 539, 320, 2368}},
                new Object[] {
                    "A photo of a red fox in the snow, 4k",
                    new int[] {320, 1125, 539, 320, 736, 3240, 530, 518, 2583, 267, 275, 330}
                },
                new Object[] {"kitchen's table  \n two", new int[] {4485, 568, 2175, 1237}},
                new Object[] {"caf\u00e9 \u00bd \u00dcn\u00ef", new int[] {15304, 33613, 6522, 77, 127, 363}},
                new Object[] {"\u4e00\u53ea\u732b", new int[] {19759, 222, 34517, 103, 163, 234, 360}},
                new Object[] {"hello!!! 2025", new int[] {3306, 995, 273, 271, 273, 276}},
                new Object[] {"it's 'tis", new int[] {585, 568, 713, 533}},
                new Object[] {"\ud83d\ude42 ok", new int[] {14860, 2481}});
    }

    @ParameterizedTest
    @MethodSource("official")
    void shouldGiveTheReferencesIdsOfTheOfficialVocabulary(String text, int[] ids) throws IOException {
        // Given
        ClipVocabulary vocabulary = ClipVocabulary.official();
        assertThat(vocabulary.ids()).hasSize(49408);
        int[] window = new int[77];
        Arrays.fill(window, 49407);
        window[0] = 49406;
        System.arraycopy(ids, 0, window, 1, ids.length);
        // When
        try (PromptTokenizer tokenizer =
                new PromptTokenizer(vocabulary.tokenizerJson(), new ClipWindows(77, 49406, 49407, 4))) {
            // Then
            assertThat(tokenizer.encode(text)).isEqualTo(window);
        }
    }

    @Test
    void shouldGiveTheReferencesIdsOfAnotherVocabularyForEachOfTheGoldenTexts() throws IOException {
        // Given
        String folder = "sdxl/sdxl/tokenizer/";
        ClipVocabulary vocabulary = ClipVocabulary.read(
                "tokenizer",
                Files.readAllBytes(GoldenTensors.path(folder + "vocab.json")),
                Files.readAllBytes(GoldenTensors.path(folder + "merges.txt")));
        JsonNode golden = MAPPER.readTree(GoldenTensors.path("sdxl/tokens.json").toFile());
        int start = vocabulary.id(ClipVocabulary.START);
        int end = vocabulary.id(ClipVocabulary.END);
        assertThat(start).isEqualTo(golden.path("bos").intValue());
        assertThat(end).isEqualTo(golden.path("eos").intValue());
        ClipWindows windows = new ClipWindows(77, start, end, 4);
        try (PromptTokenizer tokenizer = new PromptTokenizer(vocabulary.tokenizerJson(), windows)) {
            for (JsonNode text : golden.path("without_specials")) {
                int[] ids = MAPPER.convertValue(text.path("ids"), int[].class);
                // When
                int[] found = tokenizer.encode(text.path("text").textValue());
                // Then
                assertThat(found).as(text.path("text").textValue()).isEqualTo(windows.fill(ids));
            }
        }
    }

    @Test
    void shouldCutALongPromptIntoWindowsAndNeverOff() throws IOException {
        // Given
        ClipWindows windows = new ClipWindows(77, 49406, 49407, 4);
        try (PromptTokenizer tokenizer =
                new PromptTokenizer(ClipVocabulary.official().tokenizerJson(), windows)) {
            // When
            int[] fits = tokenizer.encode("cat ".repeat(75));
            int[] two = tokenizer.encode("cat ".repeat(76));
            int[] tooMany = tokenizer.encode("cat ".repeat(301));
            // Then
            assertThat(fits).hasSize(77).startsWith(49406, 2368).endsWith(2368, 49407);
            assertThat(two).hasSize(154);
            assertThat(Arrays.copyOfRange(two, 77, 81)).containsExactly(49406, 2368, 49407, 49407);
            assertThat(tooMany.length).isGreaterThan(tokenizer.maxIds());
            assertThat(tokenizer.countBeyondLimit("cat ".repeat(301))).isEqualTo(301);
            assertThat(tokenizer.maxTokens()).isEqualTo(300);
            assertThat(tokenizer.extended(fits, 154)).hasSize(154).startsWith(49406, 2368);
            assertThat(IntStream.of(tokenizer.extended(fits, 154)).skip(77).toArray())
                    .isEqualTo(tokenizer.encode(""));
        }
    }

    @Test
    void shouldReadTheSameOutOfATokenizersOneFile() throws IOException {
        // Given
        byte[] one = Files.readAllBytes(GoldenTensors.path("sdxl/tokenizer-as-one-file.json"));
        String folder = "sdxl/sdxl/tokenizer/";
        ClipVocabulary expected = ClipVocabulary.read(
                "tokenizer",
                Files.readAllBytes(GoldenTensors.path(folder + "vocab.json")),
                Files.readAllBytes(GoldenTensors.path(folder + "merges.txt")));
        // When
        ClipVocabulary read = ClipVocabulary.ofTokenizer("tokenizer.json", one);
        // Then
        assertThat(read.ids()).isEqualTo(expected.ids());
        assertThat(read.merges()).isEqualTo(expected.merges());
        assertThatThrownBy(() -> ClipVocabulary.ofTokenizer("t", "{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("t: no CLIP tokenizer, it lacks <|startoftext|> or <|endoftext|>");
    }

    @Test
    void shouldSayWhereAFileIsNoVocabulary() {
        byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] three = "a b c".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ClipVocabulary.read("there", nothing, new byte[0]))
                .hasMessage("there/vocab.json: no CLIP vocabulary, it lacks <|startoftext|> or <|endoftext|>");
        assertThatThrownBy(() -> ClipVocabulary.read("there", three, new byte[0]))
                .hasMessageStartingWith("there/vocab.json: not JSON");
        assertThatThrownBy(() -> ClipVocabulary.read("there", nothing, three))
                .hasMessage("there/merges.txt: line 2 is no pair: a b c");
    }
}
