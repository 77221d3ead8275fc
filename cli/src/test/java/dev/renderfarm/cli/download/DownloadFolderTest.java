package dev.renderfarm.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldGiveFilesTheModeOfTheUsersUmask() throws Exception {
        // Given
        DownloadFolder folder = new DownloadFolder(directory);
        Path usual = Files.createFile(directory.resolve("usual"));
        Path file = folder.file("picture.png");
        // When
        folder.put(file, part -> Files.writeString(part, "new"));
        // Then
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(usual))
                .contains(PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void shouldDeleteWhatAKilledDownloadLeftAndNothingElse() throws IOException {
        // Given
        Path left = Files.createFile(directory.resolve(".download-1.part"));
        Path being = Files.createFile(directory.resolve(".download-2.part"));
        Path other = Files.createFile(directory.resolve("download.part"));
        Instant now = Files.getLastModifiedTime(being).toInstant();
        for (Path old : new Path[] {left, other}) {
            Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(4000)));
        }
        // When
        new DownloadFolder(directory).create(now);
        // Then
        assertThat(directory).isDirectoryNotContaining("glob:**/.download-1.part");
        assertThat(List.of(being, other)).allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void shouldLeaveNothingHalfWhenItIsAbandoned() {
        // Given
        DownloadFolder folder = new DownloadFolder(directory);
        Path file = folder.file("picture.png");
        // When
        assertThatThrownBy(() -> folder.put(file, part -> {
                    Files.writeString(part, "ne");
                    folder.abandon();
                    assertThat(part).doesNotExist();
                }))
                .isInstanceOf(FarmException.class);
        // Then
        assertThatThrownBy(() -> folder.put(file, part -> Files.writeString(part, "new")))
                .isInstanceOf(InterruptedException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayWhatStandsInTheWay() throws IOException {
        // Given
        Path file = Files.createFile(directory.resolve("out"));
        DownloadFolder folder = new DownloadFolder(file);
        // When
        FarmException failure = catchThrowableOfType(FarmException.class, () -> folder.create(Instant.EPOCH));
        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_UNWRITABLE);
        assertThat(failure)
                .hasMessage("cannot write " + file + ": there is a file of this name, where a folder is wanted");
    }
}
