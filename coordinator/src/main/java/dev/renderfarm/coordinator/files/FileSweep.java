package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes files whose time has come. What an open batch needs is left for later: nobody is shown it any more, and the
 * batch still reads it. Notes in the bucket, in the order of time, tell which files these are: a sweep costs what there
 * is to delete. Several replicas may sweep at once.
 */
public final class FileSweep {

    private final ObjectStore objects;
    private final FileDeletion deletion;
    private final InstantSource clock;

    public FileSweep(ObjectStore objects, FileDeletion deletion, InstantSource clock) {
        this.objects = objects;
        this.deletion = deletion;
        this.clock = clock;
    }

    /** Before the file is shown to anyone, so that none is forgotten. */
    static void note(ObjectStore objects, UploadedFile file) {
        Instant end = file.expiresAt();
        if (end != null) {
            objects.put(ObjectKeys.expiry(end, file.id()), new byte[0], "application/octet-stream", Map.of());
        }
    }

    /**
     * @return how many files were deleted
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if nobody can tell now which batches are open
     */
    public int sweep() {
        Instant now = clock.instant();
        Iterator<String> notes = objects.list(ObjectKeys.EXPIRIES, "");
        int deleted = 0;
        while (notes.hasNext()) {
            String note = notes.next();
            Optional<FileId> file = ObjectKeys.expired(note, now);
            if (file.isEmpty()) {
                break;
            }
            deleted += sweep(note, file.get());
        }
        return deleted;
    }

    private int sweep(String note, FileId file) {
        int deleted = 0;
        try {
            deletion.delete(file);
            deleted++;
        } catch (RequestRefusedException e) {
            if (e.code() == FailureCode.FILE_IN_USE) {
                return 0;
            }
            // somebody has deleted it
        }
        objects.delete(note);
        return deleted;
    }
}
