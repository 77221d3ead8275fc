package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.FilePlace;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Files that batches leave. The content is the file; a description of it lies where the list of files finds it by its
 * age, and is no more than that.
 */
public final class ResultFiles {

    private static final Duration LAST_OF_A_SECOND = Duration.ofMillis(999);

    private final ObjectStore objects;

    public ResultFiles(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Saving it again replaces it.
     *
     * @param content read to its end, not closed
     */
    public FileId save(Batch batch, BatchFile file, InputStream content, long bytes) {
        objects.put(ObjectKeys.batchFile(batch.id(), file), content, bytes, file.contentType());
        UploadedFile description = describe(batch, file, bytes);
        FileSweep.note(objects, description);
        objects.put(descriptionKey(batch, file), Json.bytes(description), "application/json", Map.of());
        return description.id();
    }

    /** @param batch that the file is of */
    public Optional<UploadedFile> find(Batch batch, BatchFile file) {
        return objects.stat(ObjectKeys.batchFile(batch.id(), file))
                .map(content -> describe(batch, file, content.size()));
    }

    /** The description first: what is cut off in between can be found and deleted again. */
    void delete(Batch batch, BatchFile file) {
        objects.delete(descriptionKey(batch, file));
        objects.delete(ObjectKeys.batchFile(batch.id(), file));
    }

    /** All that a batch left. */
    public void delete(Batch batch) {
        for (BatchFile file : BatchFile.values()) {
            delete(batch, file);
        }
    }

    /** At the end of its second: no input stands after what a batch made of it. */
    static FilePlace place(Batch batch, BatchFile file) {
        return FilePlace.ofBatch(createdAt(batch).plus(LAST_OF_A_SECOND), batch.id(), file);
    }

    private static String descriptionKey(Batch batch, BatchFile file) {
        return FilePurpose.BATCH_OUTPUT.description(place(batch, file));
    }

    private static UploadedFile describe(Batch batch, BatchFile file, long bytes) {
        ExpiresAfter expires = batch.renderfarm().origin().outputExpiresAfter();
        return new UploadedFile(
                FileId.ofBatch(batch.id(), file),
                bytes,
                createdAt(batch),
                expires == null ? null : expires.from(createdAt(batch)),
                batch.id() + "_" + file.fileName(),
                FilePurpose.BATCH_OUTPUT.wireName());
    }

    /** In seconds, which is all that a batch tells once it has been read back. */
    private static Instant createdAt(Batch batch) {
        Instant exactly = batch.finalizingAt() == null ? batch.createdAt() : batch.finalizingAt();
        return exactly.truncatedTo(ChronoUnit.SECONDS);
    }
}
