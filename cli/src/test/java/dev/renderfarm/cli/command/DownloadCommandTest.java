package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.digest.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadCommandTest {

    private static final String ID = Batches.ID.value();
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
    void shouldShowNoProgressWhenThereIsNothingToDownload() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 1));
        // When
        int exitCode = console.runOnTerminal(
                "download", ID, "--out", directory.resolve("out").toString());
        // Then
        assertThat(exitCode).isEqualTo(4);
        assertThat(console.out().toString()).isEmpty();
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

    private void serveOnePicture() throws Exception {
        byte[] png = png();
        String content = "/v1/files/file-" + ID + "-";
        String rows = "sku,status,image,sha256\nA,completed,batches/" + ID + "/images/A.png," + Sha256.hex(png) + "\n";
        farm.on(BATCH, Batches.completed(9, 1, 0))
                .on("GET " + content + "output/content", 200, "{}".getBytes(UTF_8))
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
