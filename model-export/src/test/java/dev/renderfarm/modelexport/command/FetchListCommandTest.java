package dev.renderfarm.modelexport.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.renderfarm.common.terminal.UnwritableOutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchListCommandTest {

    private final ModelConsole console = new ModelConsole();

    @Test
    void shouldListTheOfficialFilesAsMd5sumReadsThem() {
        assertThat(console.run("fetch-list")).isZero();
        assertThat(console.out().toString().lines().filter(line -> !line.startsWith("#")))
                .hasSize(16)
                .allMatch(line -> line.matches("[0-9a-f]{32}  [a-z_]+(/[A-Za-z0-9._-]+|_index|\\.json)*"))
                .contains("6423133b9cc1a2077b57822c30c211aa  tokenizer/tokenizer.json");
    }

    @Test
    void shouldGiveALowerBoundWhereTheExactSizeOfAFileIsUnknown() {
        assertThat(console.run("fetch-list")).isZero();
        assertThat(console.out().toString().lines().filter(line -> line.startsWith("#")))
                .hasSize(9)
                .contains("# >=  3,957,880,832  text_encoder/model-00001-of-00003.safetensors")
                .contains("#       167,666,902  vae/diffusion_pytorch_model.safetensors")
                .contains("# >= 32,832,238,038  all 16 files");
    }

    @Test
    void shouldListTheSizesThatAreKnownWhenAskedForJson() throws IOException {
        assertThat(console.run("fetch-list", "--json")).isZero();
        JsonNode files = new ObjectMapper().readTree(console.out().toString());
        assertThat(files).hasSize(16);
        assertThat(files.get(0).has("bytes")).isFalse();
        assertThat(files.get(15).path("bytes").asLong()).isEqualTo(167_666_902L);
        // parameters of text encoder, transformer and VAE, of 2, 4 and 2 bytes each
        assertThat(tensorBytes(files, "text_encoder/")).isEqualTo(2 * 4_022_468_096L);
        assertThat(tensorBytes(files, "transformer/")).isEqualTo(4 * 6_154_908_736L);
        assertThat(tensorBytes(files, "vae/")).isEqualTo(2 * 83_819_683L);
    }

    @ParameterizedTest
    @CsvSource({"false, 12", "true, 141"})
    void shouldFailWhenNothingCanBePrinted(boolean readerGone, int exitCode) {
        assertThat(console.runTo(unwritable(readerGone), "fetch-list")).isEqualTo(exitCode);
        assertThat(console.runTo(unwritable(readerGone), "--help")).isEqualTo(exitCode);
        assertThat(console.err().toString().lines())
                .hasSize(readerGone ? 0 : 2)
                .allMatch(line -> line.endsWith("output_unwritable: standard output cannot be written: disk full"));
    }

    private static PrintWriter unwritable(boolean readerGone) {
        return new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int length) {
                throw new UnwritableOutputException(readerGone, "disk full");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private static long tensorBytes(JsonNode files, String component) {
        long total = 0;
        for (JsonNode file : files) {
            if (file.path("path").asText().startsWith(component)) {
                total += file.path("tensor_bytes").asLong();
            }
        }
        return total;
    }
}
