package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.cli.api.FarmLocation;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class FarmCommandTest {

    private static final String ID = Batches.ID.value();
    private static final String BATCH = "GET /v1/batches/" + ID;
    private static final String SHA256_OF_PIXELS = "6ec9c2b0eb14010746c8bce8939303b382344b296206612eb8a907a37b2b2f37";
    private static final String WORKERS = """
            {"object":"list","data":[
             {"worker_id":"worker-1","state":"ready","model":"tiny","model_digest":"sha256:1","device":"CPU:0","slots":2,
              "tasks_held":["batch_0123abc/3"],"images_per_second":1.5,"rendered":12,"failed":1,
              "started_at":"2026-01-02T03:04:05Z","sent_at":"2026-01-02T03:05:05Z","live":true,"object":"worker"},
             {"worker_id":"worker-22","state":"ready","model":"tiny","model_digest":"sha256:1","device":"CPU:0","slots":1,
              "tasks_held":[],"images_per_second":0,"rendered":0,"failed":0,
              "started_at":"2026-01-02T03:04:05Z","sent_at":"2026-01-02T03:04:05Z","live":false,"object":"worker"}]}
            """;

    @TempDir
    Path directory;

    private final FakeFarm farm = new FakeFarm();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Runnable> interrupts = new ArrayList<>();
    private boolean terminal;

    @AfterEach
    void stopFarm() {
        farm.close();
    }

    @Test
    void shouldSubmitAndSayHowToFollow() throws IOException {
        // Given
        farm.on("POST /v1/files", Map.of("id", "file-1")).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = farm("submit", file.toString(), "--seed", "7", "--model", "tiny", "--metadata", "k=v");
        // Then
        assertThat(exitCode).isZero();
        assertThat(out).hasToString("Submitted " + file + " as " + ID + "\nFollow it: farm watch " + ID + "\n");
        assertThat(farm.requests().get(1).body())
                .contains("\"metadata\":{\"k\":\"v\"}", "\"renderfarm\":{\"seed\":7,\"model\":\"tiny\"}");
    }

    @Test
    void shouldSubmitAndWatchToTheEnd() throws IOException {
        // Given
        farm.on("POST /v1/files", Map.of("id", "file-1"))
                .on("POST /v1/batches", Batches.inProgress(1, 0))
                .on(BATCH, Batches.inProgress(1, 0))
                .onEvents(BATCH + "/events", Batches.inProgress(2, 2), Batches.completed(3, 4, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = farm("submit", file.toString(), "--watch");
        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "Submitted " + file + " as " + ID,
                        "in_progress 0/4",
                        "completed 4/4",
                        ID + " completed: 4: 4 completed",
                        "Fetch it: farm download " + ID);
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        // When
        int exitCode = farm("submit", directory.resolve("absent.csv").toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("farm: cannot read ").contains("absent.csv: no such file");
        assertThat(farm.requests()).isEmpty();
    }

    static Stream<Arguments> endings() {
        LineError error = new LineError(FailureCode.INVALID_REQUEST, 3, "size", "250x250 cannot be drawn by tiny");
        return Stream.of(
                Arguments.of(Batches.completed(2, 4, 0), 0, "batch_0123abc completed: 4: 4 completed"),
                Arguments.of(Batches.completed(2, 3, 1), 10, "errors.jsonl says why, by SKU."),
                Arguments.of(Batches.failed(2, error), 2, "  line 3, size: 250x250 cannot be drawn by tiny"),
                Arguments.of(
                        Batches.failed(2, new LineError(FailureCode.MODEL_NOT_FOUND, 2, "model", "no such model")),
                        3,
                        "  line 2, model: no such model"),
                Arguments.of(Batches.cancelled(2, 1, 3), 5, "batch_0123abc cancelled: 4: 1 completed, 3 cancelled"),
                Arguments.of(Batches.expired(2, 1, 3), 6, "batch_0123abc expired: 4: 1 completed, 3 cancelled"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void shouldTellTheEndOfABatch(Batch end, int exitCode, String line) {
        // Given
        farm.on(BATCH, end);
        // When
        int actual = farm("watch", ID);
        // Then
        assertThat(actual).isEqualTo(exitCode);
        assertThat(out.toString().lines()).contains(line);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldWriteNewsAsLinesOfJson() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 0)).onEvents(BATCH + "/events", Batches.completed(2, 4, 0));
        // When
        farm("watch", ID, "--json");
        // Then
        assertThat(out.toString().lines())
                .containsExactly(Json.string(Batches.inProgress(1, 0)), Json.string(Batches.completed(2, 4, 0)));
    }

    @Test
    void shouldSayAtCtrlCThatTheBatchGoesOn() {
        // Given a watch that is broken off
        farm.on(BATCH, Batches.completed(1, 4, 0));
        farm("watch", ID);
        // When
        interrupts.get(0).run();
        // Then
        assertThat(err.toString()).contains("The batch goes on. Watch it again: farm watch " + ID);
    }

    @Test
    void shouldListBatchesInColumns() {
        // Given
        farm.on(
                "GET /v1/batches?limit=20",
                Map.of(
                        "object",
                        "list",
                        "data",
                        List.of(Batches.inProgress(5, 1), Batches.completed(9, 11, 1)),
                        "has_more",
                        true));
        // When
        int exitCode = farm("list");
        // Then
        assertThat(exitCode).isZero();
        assertThat(out).hasToString("""
                        BATCH          STATUS       DONE  FAILED  TOTAL  CREATED
                        batch_0123abc  in_progress  1     0       4      2026-01-02T03:04:05Z
                        batch_0123abc  completed    11    1       12     2026-01-02T03:04:05Z
                        There are more: farm list --limit N
                        """);
    }

    @Test
    void shouldShowABatch() {
        // Given
        farm.on(BATCH, Batches.inProgress(3, 1));
        // When
        farm("show", ID);
        // Then
        assertThat(out).hasToString("""
                        batch_0123abc is in_progress
                          model     tiny
                          pictures  4: 1 completed, 3 waiting
                          retries   0
                          seed      7
                          created   2026-01-02T03:04:05Z
                          updated   2026-01-02T03:04:08Z
                          input     file-1
                          season = spring
                        """);
    }

    @Test
    void shouldShowABatchAsTheFarmWroteIt() {
        // Given
        farm.on(BATCH, Batches.inProgress(3, 1));
        // When
        farm("show", ID, "--json");
        // Then
        assertThat(out).hasToString(Json.pretty(Batches.inProgress(3, 1)));
    }

    @Test
    void shouldCancel() {
        // Given
        farm.on("POST /v1/batches/" + ID + "/cancel", Batches.cancelled(4, 1, 3));
        // When
        int exitCode = farm("cancel", ID);
        // Then
        assertThat(exitCode).isZero();
        assertThat(out).hasToString(ID + " is cancelled\n");
    }

    @Test
    void shouldListWorkersInColumns() {
        // Given
        farm.on("GET /v1/workers", 200, WORKERS.getBytes(UTF_8));
        // When
        farm("workers");
        // Then
        assertThat(out).hasToString("""
                        WORKER     STATE  MODEL  DEVICE  BUSY  IMAGES/S  RENDERED  FAILED
                        worker-1   ready  tiny   CPU:0   1/2   1.50      12        1
                        worker-22  gone   tiny   CPU:0   0/1   0.00      0         0
                        """);
    }

    @Test
    void shouldExitByTheFarmsFailure() {
        // Given
        farm.onError(BATCH, 404, "not_found", "no batch batch_0123abc: farm list names those there are");
        // When
        int exitCode = farm("show", ID);
        // Then
        assertThat(exitCode).isEqualTo(3);
        assertThat(err)
                .hasToString("farm: no batch batch_0123abc: farm list names those there are" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldWriteErrorsAsJsonWhenAsked() {
        // Given
        farm.onError(BATCH, 409, "conflict", "not now");
        // When
        int exitCode = farm("show", ID, "--json");
        // Then
        assertThat(exitCode).isEqualTo(4);
        assertThat(err)
                .hasToString("{\"error\":{\"message\":\"not now\",\"code\":\"conflict\"}}" + System.lineSeparator());
    }

    @Test
    void shouldExplainAWrongId() {
        // When
        int exitCode = farm("show", "../etc");
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("not a batch id, expected batch_").contains("See farm show --help");
    }

    @Test
    void shouldKeepControlCharactersOfOthersFromTheTerminal() {
        // Given a device that would set the window's title, clear the screen and turn the line round
        String workers = WORKERS.replace("CPU:0", "C\\u001b]0;x\\u0007\\u009b2J\\r\\u202eU");
        farm.on("GET /v1/workers", 200, workers.getBytes(UTF_8));
        // When
        farm("workers");
        // Then
        assertThat(out.toString()).contains("C\ufffd]0;x\ufffd\ufffd2J\ufffd\ufffdU");
    }

    @Test
    void shouldKeepControlCharactersOfAMessageFromTheTerminal() {
        // Given
        farm.onError(BATCH, 404, "not_found", "no\u001b[2J batch\nbut a second line");
        // When
        farm("show", ID);
        // Then
        assertThat(err).hasToString("farm: no\ufffd[2J batch\nbut a second line" + System.lineSeparator());
    }

    @Test
    void shouldKeepControlCharactersOfABatchsErrorsFromTheTerminal() {
        // Given
        farm.on(BATCH, Batches.failed(2, new LineError(FailureCode.INVALID_REQUEST, 3, "size", "\u001b[2J")));
        // When
        farm("watch", ID);
        // Then
        assertThat(out.toString().lines()).contains("  line 3, size: \ufffd[2J");
    }

    @Test
    void shouldKeepControlCharactersOfAFileNameFromTheTerminal() throws IOException {
        // Given
        farm.on("POST /v1/files", Map.of("id", "file-1"))
                .on("POST /v1/batches", Batches.inProgress(1, 0))
                .on(BATCH, Batches.completed(3, 4, 0));
        Path file = Files.writeString(directory.resolve("a\u001b[2J.csv"), "sku,prompt\n");
        // When
        farm("submit", file.toString(), "--watch");
        farm("submit", file + "\u0007", "--no\u001bsuch");
        // Then
        assertThat(out.toString()).contains("a\ufffd[2J.csv as ");
        assertThat(out.toString() + err).doesNotContain("\u001b", "\u0007");
    }

    @Test
    void shouldShowTheProgressOfADownloadToAPersonOnly() throws IOException {
        // Given a picture
        serveOnePicture();
        // When
        farm("download", ID, "--out", directory.resolve("plain").toString());
        terminal = true;
        farm("download", ID, "--out", directory.resolve("json").toString(), "--json");
        // Then
        assertThat(out.toString()).contains("1 picture (0.0 MB) fetched").doesNotContain("downloading", "\u001b");
        // When
        farm("download", ID, "--out", directory.resolve("bar").toString());
        // Then
        assertThat(out.toString())
                .contains("downloading [----------------------------] 0/1")
                .contains("downloading [############################] 1/1" + System.lineSeparator() + "1 picture (");
    }

    @Test
    void shouldShowNoProgressWhenThereIsNothingToDownload() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1));
        terminal = true;
        // When
        int exitCode = farm("download", ID, "--out", directory.resolve("out").toString());
        // Then
        assertThat(exitCode).isEqualTo(4);
        assertThat(out.toString()).isEmpty();
    }

    private void serveOnePicture() {
        String content = "/v1/files/file-" + ID + "-";
        String rows = "sku,status,image,sha256\nA,completed,batches/" + ID + "/images/A.png," + SHA256_OF_PIXELS + "\n";
        farm.on(BATCH, Batches.completed(9, 1, 0))
                .on("GET " + content + "output/content", 200, "{}".getBytes(UTF_8))
                .on("GET " + content + "manifest/content", 200, rows.getBytes(UTF_8))
                .on(BATCH + "/images/A.json", 200, "{}".getBytes(UTF_8))
                .on(BATCH + "/images/A.png", 200, "pixels".getBytes(UTF_8));
    }

    private int farm(String... arguments) {
        Surroundings surroundings = new Surroundings(
                new FarmLocation(Map.of("RENDERFARM_URL", farm.url().toString()), directory),
                terminal,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                pause -> {},
                say -> {
                    interrupts.add(say);
                    return () -> {};
                });
        CommandLine commandLine = FarmCommand.commandLine(surroundings);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
