package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.DeletedWorker;
import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.FarmDefaults;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.TaskState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presets, templates and defaults, and what went wrong lately. */
class LibraryCommandsTest {

    @TempDir
    Path directory;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldPutAPresetFromOptionsOrAFile() throws IOException {
        // Given
        farm.on("PUT /v1/presets/square", new Preset("square", null, Map.of("size", "1:1"), CatalogueSource.OWN));
        Path file = Files.writeString(
                directory.resolve("square.json"), "{\"description\":\"for shops\",\"fields\":{\"size\":\"1:1\"}}");
        // When
        int byOptions = console.run("presets", "put", "square", "--set", "size=1:1", "--set", "n=2");
        int byFile = console.run("presets", "put", "square", "--file", file.toString());
        // Then
        assertThat(List.of(byOptions, byFile)).as(console.err().toString()).containsOnly(0);
        assertThat(console.out()).hasToString("square is put\nsquare is put\n");
        assertThat(farm.requests().get(0).body()).isEqualTo("{\"fields\":{\"size\":\"1:1\",\"n\":\"2\"}}");
        assertThat(farm.requests().get(1).body())
                .isEqualTo("{\"description\":\"for shops\",\"fields\":{\"size\":\"1:1\"}}");
    }

    @Test
    void shouldPutATemplateAndNameItsVersion() throws IOException {
        // Given
        farm.on(
                "PUT /v1/templates/studio",
                new PromptTemplate("studio", 3, "en", null, "{title}", null, CatalogueSource.OWN));
        Path file = Files.writeString(directory.resolve("a.json"), "{\"parts\":{\"subject\":\"{title}\"}}");
        // When
        int byText = console.run("templates", "put", "studio", "{title}", "--language", "en");
        int byFile = console.run("templates", "put", "studio", "--file", file.toString());
        // Then
        assertThat(List.of(byText, byFile)).as(console.err().toString()).containsOnly(0);
        assertThat(console.out().toString()).startsWith("studio@3 is put\n");
        assertThat(farm.requests().get(0).body()).isEqualTo("{\"language\":\"en\",\"text\":\"{title}\"}");
        assertThat(farm.requests().get(1).body()).isEqualTo("{\"parts\":{\"subject\":\"{title}\"}}");
    }

    @Test
    void shouldSendNothingOfWhatCannotBePut() throws IOException {
        String slip = Files.writeString(directory.resolve("a.json"), "{\"feilds\":{}}")
                .toString();
        assertThat(console.run("presets", "put", "x", "--file", slip)).isEqualTo(2);
        assertThat(console.err().toString()).contains("a.json", "feilds");
        assertThat(console.run("presets", "put", "x", "--file", "nowhere.json")).isEqualTo(2);
        assertThat(console.run("presets", "put", "x")).isEqualTo(2);
        assertThat(console.run("presets", "put", "../keys", "--set", "n=2")).isEqualTo(2);
        assertThat(console.run("templates", "put", "x")).isEqualTo(2);
        assertThat(console.run("templates", "put", "x", "{title}", "--file", slip))
                .isEqualTo(2);
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldDeleteWhatWasPut() {
        farm.on("DELETE /v1/presets/square", new DeletedEntry("square", true))
                .on("DELETE /v1/templates/studio", new DeletedEntry("studio", true));
        assertThat(console.run("presets", "delete", "square")).isZero();
        assertThat(console.run("templates", "delete", "studio")).isZero();
        assertThat(console.out()).hasToString("square is deleted\nstudio is deleted\n");
    }

    @Test
    void shouldTellWhatCountsWhereNobodySaysAnything() {
        // Given
        farm.on(
                "GET /v1/defaults",
                new FarmDefaults(
                        "catalogue",
                        null,
                        List.of(new FarmDefaults.Model(
                                new ModelName("tiny"),
                                new ImageSize(64, 64),
                                8,
                                50,
                                4.5,
                                77,
                                8,
                                32,
                                128,
                                16384,
                                new BigDecimal("2.5"),
                                "EUR"))));
        // When
        int exitCode = console.run("defaults");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString("""
                MODEL  SIZE   SIDES           STEPS  AT MOST  GUIDANCE  TOKENS  PRICE AN HOUR
                tiny   64x64  32 to 128 by 8  8      50       4.5       77      2.5 EUR
                Suggested: --preset catalogue
                """);
    }

    @Test
    void shouldSuggestAPresetAndATemplate() {
        // Given
        farm.on("PUT /v1/defaults", new FarmDefaults("square", "studio@2", List.of()));
        // When
        int both = console.run("defaults", "suggest", "--preset", "square", "--template", "studio@2");
        int neither = console.run("defaults", "suggest");
        // Then
        assertThat(List.of(both, neither)).as(console.err().toString()).containsOnly(0);
        assertThat(farm.requests().get(0).body()).isEqualTo("{\"preset\":\"square\",\"template\":\"studio@2\"}");
        assertThat(farm.requests().get(1).body()).isEqualTo("{}");
        assertThat(console.out().toString()).contains("Suggested: --preset square\nSuggested: --template studio@2\n");
    }

    @Test
    void shouldListWhatFailedLately() {
        // Given
        farm.on(
                "GET /v1/failures?limit=20",
                ListView.of(
                        List.of(new FailureView(
                                "a",
                                Instant.EPOCH,
                                Batches.ID,
                                new TaskId(Batches.ID, 3),
                                "MUG",
                                2,
                                new WorkerId("worker-1"),
                                FailureCode.RENDER_FAILED,
                                "not finite",
                                TaskState.COMPLETED)),
                        FailureView::id,
                        false));
        // When
        int exitCode = console.run("failures");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString())
                .contains("1970-01-01T00:00:00Z  " + Batches.ID
                        + "  MUG  2        worker-1  completed  render_failed: not finite");
    }

    @Test
    void shouldForgetAWorkerThatHasGoneAndNoOther() {
        farm.on("DELETE /v1/workers/worker-1", new DeletedWorker(new WorkerId("worker-1")));
        farm.onError("DELETE /v1/workers/worker-2", 409, "conflict", "it is live");
        assertThat(console.run("workers", "forget", "worker-1")).isZero();
        assertThat(console.out()).hasToString("worker-1 is forgotten\n");
        assertThat(console.run("workers", "forget", "worker-2")).isEqualTo(4);
    }

    @Test
    void shouldSendCorrectionsAndForHowLongFilesAreKept() throws IOException {
        // Given
        farm.onUpload(new FileId("file-1")).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path sheet = Files.writeString(directory.resolve("a.csv"), "sku,prompt\n");
        Path corrections = Files.writeString(
                directory.resolve("mends.json"), "[{\"line\":7,\"field\":\"size\",\"value\":\"64x64\"}]", UTF_8);
        // When
        int exitCode = console.run(
                "submit",
                sheet.toString(),
                "--corrections",
                corrections.toString(),
                "--output-expires-after",
                "12h",
                "--map",
                "size=");
        // Then
        assertThat(exitCode).as(console.err().toString()).isZero();
        assertThat(farm.requests().get(1).body())
                .contains("\"corrections\":[{\"line\":7,\"field\":\"size\",\"value\":\"64x64\"}]")
                .contains("\"mapping\":{\"size\":\"\"}")
                .contains("\"seconds\":43200")
                .contains("\"anchor\":\"created_at\"");
        // When, Then
        Files.writeString(corrections, "[{\"lin\":7}]");
        assertThat(console.run("submit", sheet.toString(), "--corrections", corrections.toString()))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("mends.json", "lin");
        assertThat(farm.requests()).hasSize(2);
    }
}
