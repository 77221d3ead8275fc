package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.task.RequestField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is handed in by the command line. Long because every case hands in to the same farm. */
class SubmitCommandTest {

    private static final String ID = Batches.ID.value();
    private static final FileId FILE = new FileId("file-1");
    private static final String BATCH = "GET /v1/batches/" + ID;

    @TempDir
    Path directory;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldSubmitAndSayHowToFollow() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = console.run("submit", file.toString(), "--seed", "7", "--model", "tiny", "--metadata", "k=v");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out())
                .hasToString("Submitted " + file + " as " + ID + "\nFollow it: farm watch " + ID + "\n");
        assertThat(farm.requests().get(1).body())
                .contains("\"metadata\":{\"k\":\"v\"}", "\"model\":\"tiny\",\"renderfarm\":{\"seed\":7}");
    }

    @Test
    void shouldAskHowTheFileIsToBeRead() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        console.run("submit", file.toString(), "--strict", "--encoding", "gbk");
        // Then
        assertThat(farm.requests().get(1).body()).contains("\"renderfarm\":{\"strict\":true,\"encoding\":\"gbk\"}");
    }

    @Test
    void shouldSayWhatSilentLinesAskFor() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        String file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n")
                .toString();
        // When
        int exitCode = console.run(
                "submit", file, "--preset", "draft", "--set", "size=16:9", "--set", "negative_prompt=text, a=b");
        // Then
        assertThat(exitCode).isZero();
        assertThat(farm.requests().get(1).body())
                .contains("\"preset\":\"draft\",\"fields\":{\"size\":\"16:9\",\"negative_prompt\":\"text, a=b\"}");
        // When, Then
        assertThat(console.run("submit", file, "--set", "size")).isEqualTo(2);
        assertThat(console.run("submit", file, "--set", "size=1:1", "--set", "size=16:9"))
                .isEqualTo(2);
        assertThat(console.err()).asString().contains("--set needs NAME=VALUE", "--set has size twice: keep one");
        assertThat(farm.requests()).hasSize(2);
    }

    @Test
    void shouldSendEachPictureOnceThatTheSheetNames() throws IOException {
        // Given
        Path folder = Files.createDirectory(directory.resolve("photos"));
        Files.writeString(folder.resolve("MUG-7.png"), "mug");
        Files.writeString(folder.resolve("same.png"), "mug");
        Files.writeString(folder.resolve("cup.JPG"), "cup");
        Files.writeString(folder.resolve("known.webp"), "known");
        Files.writeString(folder.resolve("other.png"), "not named");
        Path file = Files.writeString(
                directory.resolve("edits.csv"),
                "sku,prompt,image\nMUG-7,x,\nA,y,https://cdn/p/Same.png?v=1\nB,z,photos\\cup.jpg\nC,z,known.webp\n");
        var known = new UploadedFile(
                new FileId("file-known"),
                5,
                Instant.EPOCH,
                null,
                "known.webp",
                "vision",
                new UploadedFile.FileDetails(new PictureFacts(Sha256.hex("known"), 1, 1, false, false)));
        farm.on("GET /v1/files?purpose=vision&limit=1000", ListView.of(List.of(known), UploadedFile::id, false))
                .onUpload(new FileId("file-mug"))
                .onUpload(new FileId("file-cup"))
                .onUpload(FILE)
                .on("POST /v1/batches", Batches.inProgress(4, 0));
        // When
        int exitCode = console.run("submit", file.toString(), "--images", folder.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(farm.requests())
                .filteredOn(request -> request.line().equals("POST /v1/files"))
                .hasSize(3);
        assertThat(farm.requests())
                .filteredOn(request -> request.line().equals("POST /v1/batches"))
                .singleElement()
                .satisfies(request -> assertThat(request.body())
                        .contains("\"endpoint\":\"/v1/images/edits\"")
                        .contains("\"images\":{\"MUG-7.png\":\"file-mug\",\"cup.JPG\":\"file-cup\","
                                + "\"known.webp\":\"file-known\",\"same.png\":\"file-mug\"}"));
    }

    @Test
    void shouldAskForAPlaceAndForPreviews() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        console.run(
                "submit",
                file.toString(),
                "--name",
                "Mugs",
                "--priority",
                "5",
                "--deadline",
                "2026-01-02T18:00:00Z",
                "--preview-every",
                "50",
                "--approve",
                "--require-worker",
                "--stop-when-failed",
                "5");
        // Then
        assertThat(farm.requests().get(1).body())
                .contains(
                        "\"renderfarm\":{\"name\":\"Mugs\",\"priority\":5,\"deadline\":\"2026-01-02T18:00:00Z\","
                                + "\"preview\":{\"every\":50,\"approve\":true},\"stop_when_failed\":0.05,\"require_worker\":true}");
        assertThat(console.run("submit", file.toString(), "--approve")).isEqualTo(2);
        assertThat(console.err().toString()).contains("--approve needs --preview-every N");
    }

    @Test
    void shouldAskToSkipLinesInTheWordsOfTheFarmOrOfAShell() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        console.run("submit", file.toString(), "--on-invalid", "skip_lines");
        console.run("submit", file.toString(), "--on-invalid", "skip-lines");
        // Then
        assertThat(farm.requests())
                .filteredOn(request -> request.body().contains("\"renderfarm\":{\"on_invalid\":\"skip_lines\"}"))
                .hasSize(2);
        assertThat(console.run("submit", file.toString(), "--on-invalid", "skip"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("must be reject_batch or skip_lines");
    }

    @Test
    void shouldSayWhatWasFoundInTheFileWithoutWatching() throws IOException {
        // Given
        var warning = new LineWarning(WarningCode.COLUMN_NOT_READ, null, "Category", "is not read");
        farm.onUpload(FILE)
                .on("POST /v1/batches", Batches.validating(1))
                .on(BATCH, Batches.validating(1))
                .on(BATCH, Batches.warned(2, warning));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = console.run("submit", file.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString())
                .endsWith(ID + "\n  warning: Category: is not read\n  and 1 more warning\nFollow it: farm watch " + ID
                        + "\n");
    }

    @Test
    void shouldFailWithoutWatchingWhenTheFileIsRejected() throws IOException {
        // Given
        LineError error = new LineError(FailureCode.INVALID_REQUEST, 3, "size", "250x250 cannot be drawn by tiny");
        farm.onUpload(FILE).on("POST /v1/batches", Batches.validating(1)).on(BATCH, Batches.failed(2, error));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = console.run("submit", file.toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.out().toString())
                .endsWith("failed, nothing was rendered:\n  line 3, size: 250x250 cannot be drawn by tiny\n");
    }

    @Test
    void shouldNotWaitForLongUntilTheFileIsRead() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.validating(1)).on(BATCH, Batches.validating(1));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = console.run("submit", file.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString()).endsWith("Follow it: farm watch " + ID + "\n");
    }

    @Test
    void shouldSubmitAndWatchToTheEnd() throws IOException {
        // Given
        farm.onUpload(FILE)
                .on("POST /v1/batches", Batches.inProgress(1, 0))
                .on(BATCH, Batches.inProgress(1, 0))
                .onEvents(BATCH + "/events", Batches.inProgress(2, 2), Batches.completed(3, 4, 0));
        Path file = Files.writeString(directory.resolve("products.csv"), "sku,prompt\n");
        // When
        int exitCode = console.run("submit", file.toString(), "--watch");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString().lines())
                .containsExactly(
                        "Submitted " + file + " as " + ID,
                        "in_progress 0/4",
                        "completed 4/4",
                        ID + " completed: 4: 4 completed",
                        "Fetch it: farm download " + ID);
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                Arguments.of("sku,prompt\n1,cup\n".getBytes(UTF_8), "CSV", "stdin.csv"),
                Arguments.of("\uFEFF\n {\"sku\":1}".getBytes(UTF_8), "JSONL", "stdin.jsonl"),
                Arguments.of("\uFEFF{\"sku\":1}".getBytes(UTF_16LE), "JSONL", "stdin.jsonl"),
                Arguments.of("[1]".getBytes(UTF_8), "JSONL", "stdin.jsonl"),
                Arguments.of("杯,{\n".getBytes(UTF_8), "CSV", "stdin.csv"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldSubmitStandardInputAndSayWhatItWasTakenFor(byte[] input, String format, String name) {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        console.type(input);
        // When
        int exitCode = console.run("submit", "-");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString())
                .startsWith("Submitted standard input, read as " + format + ", as " + ID + "\n");
        assertThat(farm.requests().get(0).body()).contains("filename=\"" + name + "\"", new String(input, UTF_8));
    }

    @Test
    void shouldSubmitStandardInputAsWhatItIsSaidToBe() {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        console.type("sku,prompt\n".getBytes(UTF_8));
        // When
        console.run("submit", "-", "--format", "jsonl");
        // Then
        assertThat(console.out().toString()).startsWith("Submitted standard input as " + ID + "\n");
        assertThat(farm.requests().get(0).body()).contains("filename=\"stdin.jsonl\"");
        assertThat(console.run("submit", "-", "--format", "xlsx")).isEqualTo(2);
        assertThat(console.err().toString()).contains("must be csv or jsonl: xlsx");
    }

    @Test
    void shouldSubmitNothingOfAnEmptyStandardInput() {
        assertThat(console.run("submit", "-")).isEqualTo(2);
        assertThat(console.err().toString()).contains("standard input is empty, so nothing was submitted");
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldSubmitWhatAPipeGives() throws Exception {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0));
        Path pipe = directory.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Process writer = new ProcessBuilder("sh", "-c", "echo sku,prompt > " + pipe).start();
        // When
        int exitCode = console.run("submit", pipe.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(writer.waitFor()).isZero();
        assertThat(farm.requests().get(0).body()).contains("filename=\"pipe.csv\"", "sku,prompt\n");
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        // When
        int exitCode = console.run("submit", directory.resolve("absent.csv").toString());
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString()).startsWith("farm: cannot read ").contains("absent.csv: no such file");
        assertThat(console.run("submit", directory.toString())).isEqualTo(2);
        assertThat(console.err().toString()).contains(directory + ": it is a folder");
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldKeepControlCharactersOfAFileNameFromTheTerminal() throws IOException {
        // Given
        farm.onUpload(FILE).on("POST /v1/batches", Batches.inProgress(1, 0)).on(BATCH, Batches.completed(3, 4, 0));
        Path file = Files.writeString(directory.resolve("a\u001b[2J.csv"), "sku,prompt\n");
        // When
        console.run("submit", file.toString(), "--watch");
        console.run("submit", file + "\u0007", "--no\u001bsuch");
        // Then
        assertThat(console.out().toString()).contains("a\ufffd[2J.csv as ");
        assertThat(console.out().toString() + console.err()).doesNotContain("\u001b", "\u0007");
    }

    @Test
    void shouldExplainEveryFieldOfALineWhenAskedForHelp() {
        // When
        console.run("submit", "--help");
        // Then
        String help = console.out().toString().replaceAll("\\s+", " ");
        assertThat(RequestField.values()).allSatisfy(field -> assertThat(help)
                .contains(String.join(", ", field.names()) + " " + field.description()));
    }
}
