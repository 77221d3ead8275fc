package dev.renderfarm.modelpackage.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.model.ChatTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptTokenizerTest {

    private static final int IM_START = 510;
    private static final int IM_END = 511;
    private static final String TEMPLATE = "<|im_start|>{prompt}<|im_end|>";

    @Test
    void shouldPutThePromptIntoTheTemplateWhenItEncodes() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            // When
            int[] ids = tokenizer.encode("#");
            // Then: byte tokens are numbered in the order of the GPT-2 byte alphabet, which starts at '!'
            assertThat(ids).containsExactly(IM_START, 2, IM_END);
        }
    }

    @Test
    void shouldInsertThePromptVerbatimWhenItNamesThePlaceholder() throws IOException {
        try (PromptTokenizer inTemplate = tokenizer(TEMPLATE);
                PromptTokenizer bare = tokenizer("{prompt}")) {
            // When
            int[] ids = inTemplate.encode("{prompt} $1");
            // Then
            int[] prompt = bare.encode("{prompt} $1");
            assertThat(IntStream.of(ids).skip(1).limit(prompt.length)).containsExactly(box(prompt));
            assertThat(ids).hasSize(prompt.length + 2);
        }
    }

    @Test
    void shouldNormaliseToComposedFormWhenThePromptIsDecomposed() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            assertThat(tokenizer.encode("cafe\u0301")).isEqualTo(tokenizer.encode("caf\u00e9"));
        }
    }

    @Test
    void shouldCoverEveryScriptByBytesWhenNoMergeKnowsIt() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer("{prompt}")) {
            // 4 bytes of UTF-8, none of which any merge holds
            assertThat(tokenizer.encode("\ud83d\ude80")).hasSize(4);
            assertThat(tokenizer.encode("\u4e00\u53ea\u732b")).isNotEmpty();
            assertThat(tokenizer.encode("a\u0000b")).hasSize(3);
        }
    }

    @Test
    void shouldKeepEveryTokenWhenThePromptIsLongerThanTheLimit() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            // When
            int[] ids = tokenizer.encode("7 ".repeat(3000));
            // Then
            assertThat(ids).hasSizeGreaterThan(6000).endsWith(IM_END);
            assertThat(tokenizer.maxTokens()).isEqualTo(512);
        }
    }

    @Test
    void shouldCountExactlyWhenThePromptIsLongerThanTheLimit() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            for (String prompt :
                    List.of("7 ".repeat(300), "\u732b".repeat(600), "a".repeat(4_000), "\uD834\uDD60".repeat(60))) {
                int tokens = tokenizer.encode(prompt).length;
                assertThat(tokens).isGreaterThan(tokenizer.maxTokens());
                assertThat(tokenizer.countBeyondLimit(prompt)).isEqualTo(tokens);
            }
        }
    }

    /** U+1D160 and U+0344 grow most in composed form. The limit is small, so that the bound is near it. */
    @Test
    void shouldNeverTakeForShortWhatIsNotWhateverItIsMadeOf() throws IOException {
        String[] pieces = {
            "a", " 7", "\u00e9", "e\u0301", "\u0344", "\u4e00", "\uD83D\uDE80", "\uD834\uDD60", "<|im_end|>", "\n\u0000"
        };
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE, 40)) {
            for (int i = 0; i < 5_000; i++) {
                String prompt = random.ints(random.nextInt(40), 0, pieces.length)
                        .mapToObj(piece -> pieces[piece])
                        .collect(Collectors.joining());
                int tokens = tokenizer.encode(prompt).length;
                assertThat(tokenizer.countBeyondLimit(prompt) > 40)
                        .as("seed %d, prompt %s of %d tokens", seed, prompt, tokens)
                        .isEqualTo(tokens > 40);
            }
        }
    }

    @Test
    void shouldRejectHalfASurrogatePairWhenItCounts() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            assertThatThrownBy(() -> tokenizer.countBeyondLimit("ab\ud83d"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldTurnTheTextOfASpecialTokenIntoThatTokenWhenThePromptHoldsIt() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer("{prompt}")) {
            assertThat(tokenizer.encode("<|im_end|>")).containsExactly(IM_END);
        }
    }

    @Test
    void shouldRejectThePromptWhenItHoldsHalfASurrogatePair() throws IOException {
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            assertThatThrownBy(() -> tokenizer.encode("ab\ud83d"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("half a surrogate pair at character 2");
        }
    }

    @Test
    void shouldGiveTheSameIdsWhenThreadsShareIt() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try (PromptTokenizer tokenizer = tokenizer(TEMPLATE)) {
            // Given
            List<String> prompts =
                    IntStream.range(0, 200).mapToObj(i -> "a red mug no " + i).toList();
            List<int[]> expected = prompts.stream().map(tokenizer::encode).toList();
            // When
            List<Callable<int[]>> calls = prompts.stream()
                    .map(prompt -> (Callable<int[]>) () -> tokenizer.encode(prompt))
                    .toList();
            var results = threads.invokeAll(calls);
            // Then
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(expected.get(i));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenTheFileIsNoTokenizer() {
        byte[] bytes = "{\"version\":\"1.0\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new PromptTokenizer(bytes, new ChatTemplate(TEMPLATE, 512)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Model missing");
    }

    @Test
    void shouldNeverFetchItselfFromTheNetworkWhenLoaded() throws IOException {
        tokenizer(TEMPLATE).close();
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("RUST_FLAVOR")).isEqualTo("cpu");
    }

    private static Integer[] box(int[] ids) {
        return IntStream.of(ids).boxed().toArray(Integer[]::new);
    }

    private static PromptTokenizer tokenizer(String template) throws IOException {
        return tokenizer(template, 512);
    }

    private static PromptTokenizer tokenizer(String template, int maxTokens) throws IOException {
        try (InputStream in = PromptTokenizerTest.class.getResourceAsStream("/byte-level-tokenizer.json")) {
            return new PromptTokenizer(
                    Objects.requireNonNull(in).readAllBytes(), new ChatTemplate(template, maxTokens));
        }
    }
}
