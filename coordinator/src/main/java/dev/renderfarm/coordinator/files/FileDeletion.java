package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.Optional;

/**
 * Deletes files that no batch needs any more. A batch that is submitted at the very moment may come too late: it fails
 * its validation then, saying that there is no such file. Safe for several threads.
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
     * @throws RequestRefusedException if there is no such file, or a batch that has not ended has it as its input or is
     * writing it
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
        files.forEachUser(id, user -> batches.get(user).ifPresent(FileDeletion::checkEnded));
        return files.delete(id);
    }

    private static void checkEnded(Batch user) {
        if (!user.status().isTerminal()) {
            throw inUse("the file is the input of " + described(user) + ": wait for its end, or cancel it first");
        }
    }

    private static String described(Batch batch) {
        return batch.id() + ", which is " + batch.status().wireName();
    }

    private static RequestRefusedException inUse(String message) {
        return new RequestRefusedException(FailureCode.FILE_IN_USE, null, message);
    }
}
