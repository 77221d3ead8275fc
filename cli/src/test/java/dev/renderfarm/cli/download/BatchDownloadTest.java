package dev.renderfarm.cli.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.download.DownloadReport.Missing;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a download leaves in its folder. Long because every case downloads from the same farm into the same folder: they
 * share the fixture.
 */
class BatchDownloadTest {

    private static final Batch BATCH = Batches.completed(9, 2, 1);
    private static final String TASKS = "GET /v1/batches/" + Batches.ID + "/tasks?limit=";
    private static final int JSON = metadata("A").length();
    private static final String IMAGES = "/v1/batches/" + Batches.ID + "/images/";

    @TempDir
    Path directory;

    private final FakeFarm farm = new FakeFarm();
    private final List<Integer> there = new ArrayList<>();
    private Path out;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void serveFiles() {
        out = directory.resolve("deep/out");
        farm.on(content("output"), 200, "{}\n".getBytes(UTF_8)).on(content("errors"), 200, "{}\n".getBytes(UTF_8));
    }

    @AfterEach
    void stopFarm() {
        farm.close();
    }

    @Test
    void shouldFetchFilesAndPicturesWithTheirJson() throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        // When
        DownloadReport report = download();
        // Then
        assertThat(report).isEqualTo(new DownloadReport(2, 0, 16 + 2 * JSON, 0, List.of()));
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "A.png",
                            "A.json",
                            "B.png",
                            "B.json",
                            "manifest.csv",
                            "output.jsonl",
                            "errors.jsonl",
                            "SHA256SUMS");
        }
        assertThat(out.resolve("A.png")).hasContent("pixels A");
        assertThat(out.resolve("B.json")).hasContent(metadata("B"));
    }

    @Test
    void shouldFetchOnlyWhatIsMissingOrWrong() throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        download();
        Files.writeString(out.resolve("B.png"), "scribble");
        int before = farm.requests().size();
        // When
        DownloadReport report = download();
        // Then
        assertThat(report).isEqualTo(new DownloadReport(1, 1, 8, 0, List.of()));
        assertThat(out.resolve("B.png")).hasContent("pixels B");
        assertThat(farm.requests().subList(before, farm.requests().size()))
                .extracting(FakeFarm.Request::line)
                .doesNotContain("GET " + IMAGES + "A.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[", "{\"sha256\":\"of another\"}", " "})
    void shouldFetchAJsonAnewThatIsNotAsItCame(String damaged) throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        download();
        Files.writeString(out.resolve("A.json"), damaged);
        int before = farm.requests().size();
        // When
        DownloadReport report = download();
        // Then
        assertThat(report).isEqualTo(new DownloadReport(1, 1, JSON, 0, List.of()));
        assertThat(out.resolve("A.json")).hasContent(metadata("A"));
        assertThat(imagesAskedForSince(before)).containsExactly("GET " + IMAGES + "A.json");
    }

    @Test
    void shouldLeaveChecksumsOfAllThatItFetched() throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        download();
        Path sums = out.resolve("SHA256SUMS");
        Files.writeString(sums, Files.readString(sums).replaceAll("(?m)^.*A.json$", "00  A.json") + "garbage");
        // When
        download();
        // Then
        assertThat(Files.readAllLines(sums))
                .containsExactlyInAnyOrder(
                        Sha256.hex("pixels A") + "  A.png",
                        Sha256.hex(metadata("A")) + "  A.json",
                        Sha256.hex("pixels B") + "  B.png",
                        Sha256.hex(metadata("B")) + "  B.json");
    }

    @Test
    void shouldKnowWhatCameBeforeADownloadBrokeOff() throws Exception {
        // Given a farm that goes away within the second picture
        manifest("A", key("A"));
        manifest("A", key("A"), "B", key("B"));
        farm.onError("GET " + IMAGES + "C.json", 503, "storage_unavailable", "away");
        manifest("A", key("A"), "C", key("C"));
        download();
        download();
        assertThatThrownBy(this::download).hasMessage("away");
        // When
        int before = farm.requests().size();
        farm.on("GET " + IMAGES + "C.json", 200, metadata("C").getBytes(UTF_8));
        download();
        // Then
        assertThat(imagesAskedForSince(before)).containsExactly("GET " + IMAGES + "C.json", "GET " + IMAGES + "C.png");
        assertThat(out).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C.png | pixels D | it came damaged: its SHA-256 is not the one that the farm tells",
                "C.json | {\"sha256\": | its JSON came damaged",
                "C.json | {\"sha256\":\"00\"} | its JSON is of another picture"
            })
    void shouldNotKeepWhatCameDamagedAndFetchTheOthers(String file, String content, String why) throws Exception {
        // Given
        farm.on("GET " + IMAGES + file, 200, content.getBytes(UTF_8));
        manifest("C", key("C"), "B", key("B"));
        // When
        DownloadReport report = download();
        // Then
        assertThat(report.missing()).containsExactly(new Missing("C.png", FailureCode.STORAGE_UNAVAILABLE, why));
        assertThat(report.fetched()).isEqualTo(1);
        assertThat(out.resolve("C.png")).doesNotExist();
        assertThat(out.resolve("B.png")).exists();
    }

    @Test
    void shouldFetchWhatIsFinishedWhileTheBatchRuns() throws Exception {
        // Given
        serve("A", "C");
        farm.on(TASKS + "1000&state=completed", page(completed(0, "A"), completed(2, "C")));
        // When
        DownloadReport report = finished(download -> {});
        // Then
        assertThat(report).isEqualTo(new DownloadReport(2, 0, 16 + 2 * JSON, 0, List.of()));
        assertThat(out.resolve("C.png")).hasContent("pixels C");
        assertThat(Files.readAllLines(out.resolve("SHA256SUMS"))).hasSize(4);
        // When the same is asked for again
        int before = farm.requests().size();
        Files.delete(out.resolve("A.png"));
        assertThat(finished(download -> {})).isEqualTo(new DownloadReport(1, 1, 8, 0, List.of()));
        // Then
        assertThat(imagesAskedForSince(before)).containsExactly("GET " + IMAGES + "A.png");
    }

    @Test
    void shouldAskOnlyForGapsAndForWhatComesAfterWhatWasFinished() throws Exception {
        // Given
        serve("A", "B", "C", "D");
        String after = "&after=" + Batches.ID + "%2F";
        farm.on(TASKS + "1000&state=completed", page(completed(0, "A"), completed(3, "C")))
                .on(TASKS + "2" + after + "0", page(completed(1, "B"), task(2, TaskState.FAILED, null)))
                .on(TASKS + "1000&state=completed" + after + "3", page(completed(4, "D")))
                .on(TASKS + "1000&state=completed" + after + "4", page());
        // When
        DownloadReport report = finished(download -> {
            download.takeFinished();
            now = now.plusSeconds(2);
            download.takeFinished();
            now = now.plusSeconds(2);
            download.takeFinished();
        });
        // Then
        assertThat(report.fetched()).isEqualTo(4);
        assertThat(farm.requests().stream().map(FakeFarm.Request::line).filter(line -> line.contains("/tasks")))
                .containsExactly(
                        TASKS + "1000&state=completed",
                        TASKS + "2" + after + "0",
                        TASKS + "1000&state=completed" + after + "3",
                        TASKS + "1000&state=completed" + after + "4");
    }

    @Test
    void shouldGoOnThroughPagesThatHoldNothing() throws Exception {
        // Given
        serve("Z");
        farm.on(
                        TASKS + "1000&state=completed",
                        new ListView<>(List.of(), null, new TaskId(Batches.ID, 320_000).toString(), true))
                .on(TASKS + "1000&state=completed&after=" + Batches.ID + "%2F320000", page(completed(400_000, "Z")));
        // When, Then
        assertThat(finished(download -> {}).fetched()).isEqualTo(1);
    }

    @Test
    void shouldCheckWhatItFetchedOnlyOnceWhenTheBatchEnds() throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        farm.on(TASKS + "1000&state=completed", page(completed(0, "A")));
        // When
        DownloadReport report = finished(download -> download.takeAll(BATCH));
        // Then
        assertThat(report).isEqualTo(new DownloadReport(2, 0, 16 + 2 * JSON, 0, List.of()));
        assertThat(there).containsExactly(0, 1, 2);
        assertThat(Files.readAllLines(out.resolve("SHA256SUMS"))).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batches/x/images/..\\..\\evil.png", "evil", "../evil/.png", ""})
    void shouldWriteNothingOutsideWhenATaskIsHostile(String key) throws Exception {
        // Given
        var image = new StoredImage(key, "", "00", 1);
        farm.on(TASKS + "1000&state=completed", page(task(0, TaskState.COMPLETED, image)));
        // When, Then
        assertThatThrownBy(() -> finished(download -> {})).hasMessageContaining("no picture of " + Batches.ID + "/0");
        try (var files = Files.walk(directory)) {
            assertThat(files).noneMatch(file -> file.toString().contains("evil"));
        }
    }

    @Test
    void shouldWriteNothingOutsideWhenTheManifestIsHostile() throws Exception {
        // Given
        manifest("evil", "batches/x/images/..\\..\\evil.png");
        // When, Then
        assertThatThrownBy(this::download).isInstanceOf(FarmException.class).hasMessageContaining("not an image name");
        try (var files = Files.walk(directory)) {
            assertThat(files).noneMatch(file -> file.toString().contains("evil"));
        }
    }

    @Test
    void shouldWriteEachPictureToAFileOfItsOwnWhenADiskIgnoresCase() throws Exception {
        // Given
        manifest("A", key("A"), "a", key("a"));
        // When
        download();
        DownloadReport again = download();
        // Then
        assertThat(again).isEqualTo(new DownloadReport(0, 2, 0, 0, List.of()));
        assertThat(out.resolve("A.png")).hasContent("pixels A");
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("a")))
                    .hasSize(2)
                    .allMatch(name -> name.matches("a-[0-9a-f]{8}\\.(png|json)"));
        }
    }

    @Test
    void shouldReadTheManifestWithAByteOrderMark() throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        download();
        byte[] plain = Files.readAllBytes(out.resolve("manifest.csv"));
        // When
        ByteOrderMark.putBeforeManifest(out);
        ByteOrderMark.putBeforeManifest(out);
        // Then
        assertThat(out.resolve("manifest.csv")).hasContent("\uFEFF" + new String(plain, UTF_8));
        try (var pictures = new Manifest(out.resolve("manifest.csv")).pictures()) {
            assertThat(pictures).hasSize(2);
        }
    }

    @Test
    void shouldTellHowManyPicturesAreThere() throws Exception {
        // Given
        manifest("A", key("A"), "B", key("B"));
        // When
        download();
        download();
        // Then
        assertThat(there).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void shouldSayThatNothingIsLeftOfABatchThatFailed() {
        assertThatThrownBy(() -> download(Batches.failed(1))).hasMessage("batch_0123abc is failed: it left nothing");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldSayWhichPictureIsMissing() throws Exception {
        // Given a picture that the farm has lost
        String rows = "sku,status,image,sha256\nA,completed," + key("gone") + ",00\n";
        farm.on(content("manifest"), 200, rows.getBytes(UTF_8));
        // When, Then
        assertThat(download().missing())
                .containsExactly(new Missing("gone.png", FailureCode.NOT_FOUND, "no such thing"));
    }

    private DownloadReport download() throws InterruptedException {
        return download(BATCH);
    }

    private DownloadReport download(Batch batch) throws InterruptedException {
        BatchDownload download = newDownload();
        download.takeAll(batch);
        return download.report();
    }

    @FunctionalInterface
    private interface Use {
        void of(BatchDownload download) throws InterruptedException;
    }

    /** What is finished, then what else is done with the download. */
    private DownloadReport finished(Use then) throws InterruptedException {
        BatchDownload download = newDownload();
        download.takeFinished();
        then.of(download);
        return download.report();
    }

    private BatchDownload newDownload() {
        return new BatchDownload(new FarmClient(farm.url()), Batches.ID, out, () -> now, there::add);
    }

    private List<String> imagesAskedForSince(int before) {
        return farm.requests().subList(before, farm.requests().size()).stream()
                .map(FakeFarm.Request::line)
                .filter(line -> line.contains(IMAGES))
                .toList();
    }

    private static ListView<TaskView> page(TaskView... tasks) {
        return ListView.of(List.of(tasks), TaskView::id, false);
    }

    private static TaskView completed(int index, String name) {
        return task(index, TaskState.COMPLETED, new StoredImage(key(name), "", Sha256.hex("pixels " + name), 8));
    }

    private static TaskView task(int index, TaskState state, @Nullable StoredImage image) {
        return new TaskView(new TaskId(Batches.ID, index), state, List.of(), image, null);
    }

    private void serve(String... names) {
        for (String name : names) {
            farm.on("GET " + IMAGES + name + ".png", 200, ("pixels " + name).getBytes(UTF_8));
            farm.on("GET " + IMAGES + name + ".json", 200, metadata(name).getBytes(UTF_8));
        }
    }

    private static String metadata(String name) {
        return "{\"sha256\":\"" + Sha256.hex("pixels " + name) + "\"}";
    }

    private void manifest(String... skusAndKeys) throws Exception {
        StringBuilder rows = new StringBuilder("sku,status,image,url,sha256\n");
        for (int i = 0; i < skusAndKeys.length; i += 2) {
            String sku = skusAndKeys[i];
            rows.append(sku).append(",completed,").append(skusAndKeys[i + 1]).append(",http://elsewhere/,");
            rows.append(Sha256.hex("pixels " + sku)).append('\n');
            serve(sku);
        }
        rows.append("D,failed,,,\n");
        farm.on(content("manifest"), 200, rows.toString().getBytes(UTF_8));
    }

    private static String key(String name) {
        return "batches/" + Batches.ID + "/images/" + name + ".png";
    }

    private static String content(String kind) {
        return "GET /v1/files/file-" + Batches.ID + "-" + kind + "/content";
    }
}
