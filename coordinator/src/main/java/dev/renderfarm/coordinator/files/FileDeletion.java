package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.Optional;

/**
 * Deletes files that no batch needs any more. A batch that is submitted at the very moment either comes too late, and
 * fails its validation, saying that there is no such file, or is found by its note, and keeps the file: it notes first
 * and looks for the file afterwards, while here the file is hidden first and the notes are read again. Safe for several
 * threads.
 */
public final class FileDeletion {

    private final FileStore files;
    private final ResultFiles results;
    private final BatchDirectory batches;

    public FileDeletion(FileStore files, ResultFiles results, BatchDirectory batches) {
        this.files = files;
        this.results = results;
        this.batches = batches;
    }

    /**
     * @throws RequestRefusedException if there is no such file, or a batch that has not ended needs it or is writing it
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not answer
     */
    public void delete(FileId id) {
        boolean deleted = BatchFileId.parse(id).map(this::deleteResult).orElseGet(() -> deleteUpload(id));
        if (!deleted) {
            throw RequestRefusedException.notFound("there is no file " + id);
        }
    }

    private boolean deleteResult(BatchFileId id) {
        Optional<Batch> batch = batches.get(id.batch());
        if (batch.flatMap(known -> results.find(known, id.file())).isEmpty()) {
            return false;
        }
        if (!batch.get().status().isTerminal()) {
            throw inUse("the file is still being written by " + described(batch.get()) + ": wait for its end");
        }
        results.delete(batch.get(), id.file());
        return true;
    }

    private boolean deleteUpload(FileId id) {
        checkUnused(id);
        Optional<UploadedFile> file = files.find(id);
        files.hide(id);
        boolean unused = false;
        try {
            checkUnused(id);
            unused = true;
        } finally {
            if (!unused) {
                file.ifPresent(files::show);
            }
        }
        files.delete(id);
        return file.isPresent();
    }

    private void checkUnused(FileId id) {
        files.forEachUser(id, user -> batches.get(user).ifPresent(FileDeletion::checkEnded));
    }

    private static void checkEnded(Batch user) {
        if (!user.status().isTerminal()) {
            throw inUse("the file is needed by " + described(user) + ": wait for its end, or cancel it first");
        }
    }

    private static String described(Batch batch) {
        return batch.id() + ", which is " + batch.status().wireName();
    }

    private static RequestRefusedException inUse(String message) {
        return new RequestRefusedException(FailureCode.FILE_IN_USE, null, message);
    }
}
