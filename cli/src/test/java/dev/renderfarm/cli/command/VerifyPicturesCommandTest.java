package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.provenance.credential.TestAuthority;
import dev.renderfarm.provenance.credential.TestAuthority.Wish;
import dev.renderfarm.provenance.embed.Pictures;
import dev.renderfarm.provenance.manifest.ModelCredit;
import dev.renderfarm.provenance.manifest.ProvenanceSigner;
import dev.renderfarm.provenance.manifest.SoftwareAgent;
import dev.renderfarm.provenance.manifest.Story;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyPicturesCommandTest {

    private static final String BATCH = "GET /v1/batches/" + Batches.ID.value();
    private static final String TASKS = BATCH + "/tasks?limit=1000&state=completed";

    /** Whatever the console's clock says. */
    private static final Wish LASTING =
            Wish.good().from(Instant.parse("1960-01-01T00:00:00Z")).until(Instant.parse("2099-01-01T00:00:00Z"));

    private final TestAuthority authority = new TestAuthority("Test root");

    @TempDir
    Path directory;

    @TempDir
    Path keys;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);
    private byte[] signed = {};

    @BeforeEach
    void signAPicture() throws MalformedException {
        signed = new ProvenanceSigner(authority.issue(LASTING).credential(keys), new SoftwareAgent("Renderfarm", "1"))
                .signed(
                        Pictures.png(),
                        new Story.Created(new ModelCredit(new SoftwareAgent("tiny", "1"), "sha256:00")));
    }

    @Test
    void shouldSayThatAFileHoldsWhenDigestAndManifestDo() throws IOException {
        // Given
        Path file = put("MUG", signed, metadata(signed, "c2pa"));
        // When
        int exitCode = console.run("verify", file.toString());
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString()).isEqualToNormalizingNewlines("""
            PICTURE  DIGEST   PROVENANCE                           KEPT
            MUG.png  matches  by CN=Test signer,O=Renderfarm test  none
            all 1 hold
            """);
    }

    @Test
    void shouldFailWithWordsWhenAPixelWasChanged() throws IOException {
        // Given
        byte[] changed = signed.clone();
        changed[changed.length - 30] ^= 1;
        Path file = put("MUG", changed, metadata(signed, "c2pa"));
        // When
        int exitCode = console.run("verify", file.toString());
        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(console.out().toString())
                .contains("FAILS: not the one in its JSON", "FAILS: file is not the one that was signed")
                .endsWith("1 of 1 do not hold" + System.lineSeparator());
    }

    @Test
    void shouldFailWhenTheManifestThatTheMetadataTellOfIsGone() throws IOException {
        // Given
        byte[] plain = Pictures.png();
        put("BARE", plain, metadata(plain, "c2pa"));
        put("PLAIN", plain, metadata(plain, null));
        Files.write(directory.resolve("contact-sheet.jpg"), Pictures.jpeg());
        // When
        int exitCode = console.run("verify", directory.toString());
        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(console.out().toString()).isEqualToNormalizingNewlines("""
            PICTURE    DIGEST   PROVENANCE                 KEPT
            BARE.png   matches  FAILS: it has no manifest  none
            PLAIN.png  matches  none                       none
            1 of 2 do not hold
            """);
    }

    @Test
    void shouldFailWhenASignerIsNotTrustedOrAManifestIsRequiredAndMissing() throws IOException {
        // Given
        Path file = put("MUG", signed, metadata(signed, "c2pa"));
        Path plain = Files.write(directory.resolve("PLAIN.jpg"), Pictures.jpeg());
        Path root = authority.writeCertificate(keys.resolve("root.pem"));
        Path stranger = new TestAuthority("Stranger").writeCertificate(keys.resolve("stranger.pem"));
        // Then
        assertThat(console.run("verify", file.toString(), "--trust", root.toString()))
                .isZero();
        assertThat(console.run("verify", file.toString(), "--trust", stranger.toString()))
                .isEqualTo(1);
        assertThat(console.run("verify", plain.toString())).isZero();
        assertThat(console.run("verify", plain.toString(), "--require-provenance"))
                .isEqualTo(1);
        assertThat(console.run("verify", file.toString(), "--trust", file.toString()))
                .isEqualTo(2);
    }

    @Test
    void shouldFetchEveryPictureOfABatchAndKeepNone() {
        // Given
        serve("A", signed, metadata(signed, "c2pa"));
        serve("B", Pictures.png(), metadata(Pictures.png(), null));
        farm.on(TASKS, page("A", signed, "B", signed, "C", signed));
        // When
        int exitCode = console.run("verify", Batches.ID.value(), "--json");
        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(console.out().toString())
                .contains("\"holds\" : false", "\"picture\" : \"A.png\"", "\"detail\" : \"matches\"")
                .contains("\"digest\" : {\n", "\"outcome\" : \"not_told\"")
                .contains("\"detail\" : \"not the one that the farm tells\"")
                .contains("\"detail\" : \"the farm does not have it: no such thing\"");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayWhatItTakesWhenThereIsNeitherFileNorBatch() {
        // When
        int exitCode = console.run("verify", "no such/file.png");
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(console.err().toString())
                .contains("there is no file no such/file.png, and no batch can be called so");
    }

    @Test
    void shouldNameDamageWhenAFileIsNoPictureOrItsJsonIsNone() throws IOException {
        // Given
        put("TORN", new byte[] {1, 2, 3}, "{");
        // When
        int exitCode = console.run("verify", directory.toString());
        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(console.out().toString())
                .contains("FAILS: its JSON is damaged", "FAILS: file is neither PNG nor JPEG nor WebP");
    }

    private Path put(String name, byte[] file, String metadata) throws IOException {
        Files.writeString(directory.resolve(name + ".json"), metadata);
        return Files.write(directory.resolve(name + ".png"), file);
    }

    private static String metadata(byte[] file, @Nullable String provenance) {
        return "{\"sha256\": \"" + Sha256.hex(file) + "\""
                + (provenance == null ? "" : ", \"provenance\": \"" + provenance + "\"") + "}";
    }

    private void serve(String name, byte[] file, String metadata) {
        farm.on(BATCH + "/images/" + name + ".json", 200, metadata.getBytes(UTF_8))
                .on(BATCH + "/images/" + name + ".png", 200, file);
    }

    private static ListView<TaskView> page(Object... namesAndFiles) {
        List<TaskView> tasks = new ArrayList<>();
        for (int i = 0; i < namesAndFiles.length; i += 2) {
            byte[] file = (byte[]) namesAndFiles[i + 1];
            var image = new StoredImage(
                    "batches/" + Batches.ID + "/images/" + namesAndFiles[i] + ".png",
                    "",
                    Sha256.hex(file),
                    file.length);
            tasks.add(new TaskView(new TaskId(Batches.ID, i / 2), TaskState.COMPLETED, List.of(), image, null));
        }
        return ListView.of(tasks, TaskView::id, false);
    }
}
