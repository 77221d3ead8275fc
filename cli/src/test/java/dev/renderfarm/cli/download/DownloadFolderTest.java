package dev.renderfarm.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.cli.api.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadFolderTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"../up.png", "/etc/passwd", "..", ".", "", "a/b.png", "a/../../up.png"})
    void shouldRefuseNamesThatLeadElsewhere(String name) {
        // Given
        DownloadFolder folder = new DownloadFolder(directory.resolve("out"));
        // When, Then
        assertThatThrownBy(() -> folder.file(name)).isInstanceOf(FarmException.class);
    }

    @Test
    void shouldKeepTheOldFileWhenTheNewOneBreaksOff() throws IOException {
        // Given
        DownloadFolder folder = new DownloadFolder(directory);
        Path file = Files.writeString(folder.file("picture.png"), "old");
        // When
        assertThatThrownBy(() -> folder.put(file, part -> {
                    Files.writeString(part, "ne");
                    throw new IOException("broken off");
                }))
                .hasMessageContaining("broken off");
        // Then
        assertThat(file).hasContent("old");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }
}
