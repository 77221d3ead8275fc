package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.DeletedFile;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.id.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesCommandTest {

    private static final FileId FILE = new FileId("file-1");

    @TempDir
    Path directory;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldListFilesOfAPurpose() {
        // Given
        farm.on(
                "GET /v1/files?purpose=vision&limit=2",
                ListView.of(
                        List.of(
                                new UploadedFile(FILE, 7, Instant.EPOCH, "mug.png", "vision"),
                                new UploadedFile(
                                        new FileId("file-22"),
                                        12,
                                        Instant.EPOCH,
                                        Instant.EPOCH.plusSeconds(3600),
                                        "jar.png",
                                        "vision")),
                        UploadedFile::id,
                        true));
        // When
        int exitCode = console.run("files", "--purpose", "vision", "--limit", "2");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString("""
                FILE     PURPOSE  BYTES  CREATED               EXPIRES               NAME
                file-1   vision   7      1970-01-01T00:00:00Z  -                     mug.png
                file-22  vision   12     1970-01-01T00:00:00Z  1970-01-01T01:00:00Z  jar.png
                There are more: --limit N
                """);
    }

    @Test
    void shouldSendAFileThatExpires() throws IOException {
        // Given
        farm.onUpload(FILE);
        Path file = Files.write(directory.resolve("mug.png"), new byte[] {1, 2, 3});
        // When
        int exitCode =
                console.run("files", "upload", file.toString(), "--purpose", "user_data", "--expires-after", "7d");
        // Then
        assertThat(exitCode).as(console.err().toString()).isZero();
        assertThat(console.out()).hasToString("file-1\n");
        assertThat(farm.requests().get(0).body())
                .contains("name=\"purpose\"\r\n\r\nuser_data\r\n")
                .contains("name=\"expires_after[anchor]\"\r\n\r\ncreated_at\r\n")
                .contains("name=\"expires_after[seconds]\"\r\n\r\n604800\r\n")
                .contains("filename=\"mug.png\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"31d", "7", "0h", "721h", "1w", "99999999d"})
    void shouldRefuseATimeThatNoFileIsKeptForBeforeAnythingIsSent(String time) throws IOException {
        Path file = Files.write(directory.resolve("mug.png"), new byte[] {1});
        assertThat(console.run("files", "upload", file.toString(), "--expires-after", time))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("--expires-after");
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldDeleteAFile() {
        farm.on("DELETE /v1/files/file-1", new DeletedFile(FILE));
        assertThat(console.run("files", "delete", "file-1")).isZero();
        assertThat(console.out()).hasToString("file-1 is deleted\n");
        assertThat(console.run("files", "delete", "../batches")).isEqualTo(2);
    }
}
