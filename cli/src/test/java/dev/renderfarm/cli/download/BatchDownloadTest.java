package dev.renderfarm.cli.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.digest.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchDownloadTest {

    private static final Batch BATCH = Batches.completed(9, 2, 1);
    private static final String IMAGES = "/v1/batches/" + Batches.ID + "/images/";

    @TempDir
    Path directory;

    private final FakeFarm farm = new FakeFarm();
    private final List<Integer> there = new ArrayList<>();
    private Path out;

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
        assertThat(report).isEqualTo(new DownloadReport(2, 0, 16));
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "A.png", "A.json", "B.png", "B.json", "manifest.csv", "output.jsonl", "errors.jsonl");
        }
        assertThat(out.resolve("A.png")).hasContent("pixels A");
        assertThat(out.resolve("B.json")).hasContent("{\"of\":\"B\"}");
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
        assertThat(report).isEqualTo(new DownloadReport(1, 1, 8));
        assertThat(out.resolve("B.png")).hasContent("pixels B");
        assertThat(farm.requests().subList(before, farm.requests().size()))
                .extracting(FakeFarm.Request::line)
                .doesNotContain("GET " + IMAGES + "A.png");
    }

    @Test
    void shouldNotKeepAPictureThatCameDamaged() throws Exception {
        // Given
        farm.on("GET " + IMAGES + "C.png", 200, "pixels D".getBytes(UTF_8));
        manifest("C", key("C"));
        // When, Then
        assertThatThrownBy(this::download).isInstanceOf(FarmException.class).hasMessageContaining("C.png came damaged");
        assertThat(out.resolve("C.png")).doesNotExist();
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
        assertThat(again).isEqualTo(new DownloadReport(0, 2, 0));
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
    void shouldSayWhatToWaitForWhenTheBatchGoesOn() {
        assertThatThrownBy(() -> download(Batches.inProgress(1, 1)))
                .hasMessage("batch_0123abc is in_progress: wait for its end with farm watch batch_0123abc");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldSayWhichPictureIsMissing() throws Exception {
        // Given a picture that the farm has lost
        String rows = "sku,status,image,sha256\nA,completed," + key("gone") + ",00\n";
        farm.on(content("manifest"), 200, rows.getBytes(UTF_8));
        // When, Then
        assertThatThrownBy(this::download).isInstanceOf(FarmException.class).hasMessageContaining("no such thing");
    }

    private DownloadReport download() throws InterruptedException {
        return download(BATCH);
    }

    private DownloadReport download(Batch batch) throws InterruptedException {
        return new BatchDownload(new FarmClient(farm.url()), out, there::add).fetch(batch);
    }

    private void manifest(String... skusAndKeys) throws Exception {
        StringBuilder rows = new StringBuilder("sku,status,image,url,sha256\n");
        for (int i = 0; i < skusAndKeys.length; i += 2) {
            String sku = skusAndKeys[i];
            byte[] pixels = ("pixels " + sku).getBytes(UTF_8);
            rows.append(sku).append(",completed,").append(skusAndKeys[i + 1]).append(",http://elsewhere/,");
            rows.append(Sha256.hex(pixels)).append('\n');
            farm.on("GET " + IMAGES + sku + ".png", 200, pixels);
            farm.on("GET " + IMAGES + sku + ".json", 200, ("{\"of\":\"" + sku + "\"}").getBytes(UTF_8));
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
