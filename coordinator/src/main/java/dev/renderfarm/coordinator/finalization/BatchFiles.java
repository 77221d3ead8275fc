package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The three files of a batch while they are written, on local disk. */
final class BatchFiles implements Closeable {

    private final LocalFolder folder;
    private final Writer output;
    private final Writer errors;
    private final ManifestWriter manifest;
    private final InlinePictures inline;
    private long succeeded;
    private long failed;
    private boolean finished;

    /**
     * @param folder where they lie; the caller closes it
     * @param columns that lines of the batch carry
     * @param inlineRoom for pictures in the output, in bytes
     */
    BatchFiles(LocalFolder folder, ObjectStore objects, List<String> columns, long inlineRoom) throws IOException {
        this.folder = folder;
        this.output = Files.newBufferedWriter(path(BatchFile.OUTPUT));
        this.errors = Files.newBufferedWriter(path(BatchFile.ERRORS));
        this.manifest = new ManifestWriter(Files.newBufferedWriter(path(BatchFile.MANIFEST)), columns);
        this.inline = new InlinePictures(objects, folder, inlineRoom);
    }

    void add(SettledRequest request) throws IOException {
        succeeded += write(output, request.output(inline.of(request)));
        failed += write(errors, request.error());
        request.pictures().forEach(manifest::write);
    }

    /** @param number of those that were skipped, from 0 */
    void add(BatchId batch, SkippedLine line, int number) throws IOException {
        failed += write(errors, Optional.of(OutputLine.skipped(batch, line, number)));
        manifest.write(line);
    }

    /** @return how many lines were written */
    private static int write(Writer lines, Optional<OutputLine> line) throws IOException {
        if (line.isEmpty()) {
            return 0;
        }
        Json.write(lines, line.get());
        lines.write('\n');
        return 1;
    }

    /** What does not stand in the output as it was asked for; null where everything does. */
    @Nullable
    BatchWarnings warnings() {
        return inline.warnings();
    }

    /** No more requests come: {@link #upload} may follow. */
    void finish() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        try (output;
                errors;
                manifest) {
            // each is closed even where another one cannot be written to its end
        }
    }

    /** @return the file's id, or null where there is nothing to say in it */
    @Nullable
    FileId upload(BatchFile file, Batch batch, ResultFiles results) throws IOException {
        long lines = file == BatchFile.OUTPUT ? succeeded : failed;
        if (file != BatchFile.MANIFEST && lines == 0) {
            return null;
        }
        try (InputStream content = Files.newInputStream(path(file))) {
            return results.save(batch, file, content, Files.size(path(file)));
        }
    }

    @Override
    public void close() throws IOException {
        finish();
    }

    private Path path(BatchFile file) {
        return folder.file(file.fileName());
    }
}
