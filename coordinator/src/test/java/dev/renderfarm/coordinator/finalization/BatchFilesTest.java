package dev.renderfarm.coordinator.finalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFilesTest {

    /** A file on a disk that is full, where the system has one. */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path directory;

    @Test
    void shouldCloseEveryFileWhenOneCannotBeWrittenToItsEnd() throws IOException {
        assumeThat(FULL).exists();
        // Given
        var skipped =
                new SkippedLine("MUG", new LineError(FailureCode.INVALID_REQUEST, 2, null, "no prompt"), Map.of());
        LocalFolder folder = new LocalDisk(directory).open("batch-");
        Files.createSymbolicLink(folder.file(BatchFile.MANIFEST.fileName()), FULL);
        BatchFiles files = new BatchFiles(folder, new InMemoryObjectStore(), List.of(), 0);
        files.add(new BatchId("batch_1"), skipped, 0);
        // When
        assertThatThrownBy(files::close).isInstanceOf(IOException.class);
        // Then
        assertThat(folder.file(BatchFile.ERRORS.fileName())).content().contains("no prompt");
        folder.close();
        assertThat(directory).isEmptyDirectory();
    }
}
