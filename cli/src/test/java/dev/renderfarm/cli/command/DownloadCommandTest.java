package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadCommandTest {

    private static final String ID = Batches.ID.value();
    private static final String TASKS = "GET /v1/batches/" + ID + "/tasks?limit=1000&state=completed";
    private static final String BATCH = "GET /v1/batches/" + ID;

    @TempDir
    Path directory;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldShowTheProgressOfADownloadToAPersonOnly() throws Exception {
        // Given a picture
        serveOnePicture();
        // When
        console.run("download", ID, "--out", directory.resolve("plain").toString());
        console.runOnTerminal("download", ID, "--out", directory.resolve("json").toString(), "--json");
        // Then
        assertThat(console.out().toString())
                .contains("1 picture (0.0 MB) fetched")
                .doesNotContain("downloading", "\u001b");
        // When
        console.runOnTerminal("download", ID, "--out", directory.resolve("bar").toString());
        // Then
        assertThat(console.out().toString())
                .contains("downloading [----------------------------] 0/1")
                .contains("downloading [############################] 1/1" + System.lineSeparator() + "1 picture (");
    }

    @Test
    void shouldFetchWhatIsFinishedAndSayHowManyAreStillToCome() throws Exception {
        // Given
        servePicture("A");
        farm.on(BATCH, Batches.inProgress(1, 1)).on(TASKS, page("A"));
        Path out = directory.resolve("out");
        // When
        int exitCode = console.run("download", ID, "--out", out.toString(), "--bom", "--contact-sheet");
        // Then
        assertThat(exitCode).isEqualTo(11);
        assertThat(console.out().toString())
                .startsWith("1 picture (0.0 MB) fetched into " + out)
                .endsWith(ID + " is in_progress: 3 pictures are still to come. Run it again, or with --wait.\n");
        assertThat(out.resolve("A.png")).exists();
    }

    @Test
    void shouldFetchWhatIsApprovedNowAndNothingElse() throws Exception {
        // Given
        servePicture("A");
        farm.on(BATCH, Batches.completed(9, 2, 0)).on(TASKS + "&review=approved", page("A"));
        Path out = directory.resolve("out");
        // When
        int exitCode = console.run("download", ID, "--out", out.toString(), "--review", "approved");
        // Then
        assertThat(exitCode).as(console.err().toString()).isZero();
        assertThat(console.out()).hasToString("1 picture (0.0 MB) fetched into " + out + "\n");
        assertThat(out.resolve("A.png")).exists();
        assertThat(out.resolve("manifest.csv")).doesNotExist();
        assertThat(out.resolve("SHA256SUMS")).exists();
    }

    @Test
    void shouldRefuseAVerdictThatThereIsNotAndWhatWantsAllPictures() {
        assertThat(console.run("download", ID, "--review", "fine")).isEqualTo(2);
        assertThat(console.run("download", ID, "--review", "approved", "--contact-sheet"))
                .isEqualTo(2);
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldTellInJsonHowManyAreStillToCome() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1)).on(TASKS, page());
        // When
        int exitCode = console.runOnTerminal("download", ID, "--out", directory.toString(), "--json");
        // Then
        assertThat(exitCode).isEqualTo(11);
        assertThat(console.out().toString())
                .contains("\"status\" : \"in_progress\"", "\"still_to_come\" : 3", "\"fetched\" : 0");
    }

    @Test
    void shouldFetchAllWhenTheBatchEndsMeanwhile() throws Exception {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1)).on(TASKS, page());
        serveOnePicture();
        // When
        int exitCode = console.run("download", ID, "--out", directory.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(directory.resolve("manifest.csv")).exists();
    }

    @Test
    void shouldSayWhatIsToComeBeforeThereIsAnyPictureAndAfterAllAreThere() {
        // Given
        farm.on(TASKS, page()).on(BATCH, Batches.validating(1));
        FarmConsole later = new FarmConsole(farm);
        // When
        console.run("download", ID, "--out", directory.toString());
        farm.on(BATCH, Batches.inProgress(1, 4));
        later.run("download", ID, "--out", directory.toString());
        later.run("download", ID, "--out", directory.toString());
        // Then
        assertThat(console.out().toString()).contains("is validating: all of its pictures are still to come");
        assertThat(later.out().toString()).contains("is in_progress: its files are still to come");
    }

    @Test
    void shouldFollowTheBatchToItsEndWhenAsked() throws Exception {
        // Given
        farm.on(TASKS, page("B")).on(BATCH, Batches.inProgress(1, 1)).on(BATCH, Batches.inProgress(1, 1));
        farm.onEvents(BATCH + "/events", Batches.inProgress(2, 1), Batches.completed(9, 1, 1));
        servePicture("B");
        serveOnePicture();
        // When
        int exitCode = console.run("download", ID, "--out", directory.toString(), "--wait");
        // Then
        assertThat(exitCode).isEqualTo(10);
        assertThat(console.out().toString().lines())
                .startsWith("in_progress 1/4")
                .anyMatch(line -> line.startsWith("completed"))
                .anyMatch(line -> line.startsWith("2 pictures (0.0 MB) fetched"));
        assertThat(directory.resolve("B.png")).exists();
        assertThat(directory.resolve("manifest.csv")).exists();
    }

    @Test
    void shouldTellWhyTheBatchFailedWhenItFollowsIt() {
        // Given
        LineError error = new LineError(FailureCode.INVALID_REQUEST, 3, "size", "250x250 cannot be drawn by tiny");
        farm.on(BATCH, Batches.failed(2, error));
        // When
        int followed = console.run("download", ID, "--out", directory.toString(), "--wait", "--bom", "--contact-sheet");
        int asked = new FarmConsole(farm).run("download", ID, "--out", directory.toString());
        // Then
        assertThat(followed).isEqualTo(2);
        assertThat(console.out().toString())
                .endsWith("failed, nothing was rendered:\n  line 3, size: 250x250 cannot be drawn by tiny\n");
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void shouldWriteOneValueOfJsonWhenItFollowsTheBatch() throws Exception {
        // Given
        farm.on(TASKS, page()).on(BATCH, Batches.inProgress(1, 1));
        farm.onEvents(BATCH + "/events", Batches.completed(9, 1, 0));
        serveOnePicture();
        // When
        int exitCode = console.run("download", ID, "--out", directory.toString(), "--wait", "--json");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString()).startsWith("{\n  \"directory\"").containsOnlyOnce("\n}");
    }

    @Test
    void shouldFetchTheOthersAndFailWhereAPictureIsLost() throws Exception {
        // Given
        serveOnePicture();
        String rows = "sku,status,image,sha256\nL,completed,batches/" + ID + "/images/L.png,00\n";
        FakeFarm losing = new FakeFarm();
        try (losing) {
            losing.on(BATCH, Batches.completed(9, 1, 0))
                    .on("GET /v1/files/file-" + ID + "-output/content", 200, "{}".getBytes(UTF_8))
                    .on("GET /v1/files/file-" + ID + "-manifest/content", 200, rows.getBytes(UTF_8));
            FarmConsole other = new FarmConsole(losing);
            // When
            int exitCode = other.run("download", ID, "--out", directory.toString(), "--contact-sheet");
            // Then
            assertThat(exitCode).isEqualTo(3);
            assertThat(other.out().toString()).startsWith("0 pictures (0.0 MB) fetched");
            assertThat(other.err().toString().lines())
                    .containsExactly(
                            "farm: 1 picture could not be fetched; run it again for them:", "  L.png: no such thing");
        }
    }

    @Test
    void shouldSayAtCtrlCHowToGoOn() throws Exception {
        // Given a download that is broken off
        serveOnePicture();
        console.run("download", ID, "--out", directory.toString());
        // When
        console.interrupts().get(0).run();
        // Then
        assertThat(console.err().toString()).contains("What was fetched stays. Run it again for the others.");
    }

    @Test
    void shouldDrawAContactSheetWhenAsked() throws Exception {
        // Given
        serveOnePicture();
        Path sheet = directory.resolve("contact-sheet.jpg");
        // When
        console.run("download", ID, "--out", directory.toString());
        // Then
        assertThat(sheet).doesNotExist();
        // When
        console.run("download", ID, "--out", directory.toString(), "--contact-sheet");
        console.run("download", ID, "--out", directory.toString(), "--contact-sheet", "--json");
        // Then
        assertThat(ImageIO.read(sheet.toFile())).isNotNull();
        assertThat(console.out().toString())
                .contains("contact sheet: " + sheet + System.lineSeparator())
                .contains("\"contact_sheets\" : [ \"" + sheet + "\" ]");
    }

    @Test
    void shouldMarkTheManifestForExcelWhenAsked() throws Exception {
        // Given
        serveOnePicture();
        // When
        console.run("download", ID, "--out", directory.resolve("plain").toString());
        console.run("download", ID, "--out", directory.resolve("excel").toString(), "--bom", "--contact-sheet");
        // Then
        assertThat(directory.resolve("plain/manifest.csv")).content().startsWith("sku,");
        assertThat(directory.resolve("excel/manifest.csv")).content().startsWith("\uFEFFsku,");
        assertThat(directory.resolve("excel/contact-sheet.jpg")).exists();
    }

    private static ListView<TaskView> page(String... names) {
        List<TaskView> tasks = new ArrayList<>();
        for (String name : names) {
            var image = new StoredImage("batches/" + ID + "/images/" + name + ".png", "", Sha256.hex("pixels"), 6);
            tasks.add(new TaskView(new TaskId(Batches.ID, tasks.size()), TaskState.COMPLETED, List.of(), image, null));
        }
        return ListView.of(tasks, TaskView::id, false);
    }

    private void servePicture(String name) {
        farm.on(BATCH + "/images/" + name + ".json", 200, "{}".getBytes(UTF_8))
                .on(BATCH + "/images/" + name + ".png", 200, "pixels".getBytes(UTF_8));
    }

    private void serveOnePicture() throws Exception {
        byte[] png = png();
        String content = "/v1/files/file-" + ID + "-";
        String rows = "sku,status,image,sha256\nA,completed,batches/" + ID + "/images/A.png," + Sha256.hex(png) + "\n";
        farm.on(BATCH, Batches.completed(9, 1, 0))
                .on("GET " + content + "output/content", 200, "{}".getBytes(UTF_8))
                .on("GET " + content + "errors/content", 200, "{}".getBytes(UTF_8))
                .on("GET " + content + "manifest/content", 200, rows.getBytes(UTF_8))
                .on(BATCH + "/images/A.json", 200, "{}".getBytes(UTF_8))
                .on(BATCH + "/images/A.png", 200, png);
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
