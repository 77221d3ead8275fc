package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Uploads in the bucket. Name and purpose stand in a small JSON object beside the content, written after it: a file of
 * which only the content arrived does not exist for anyone. (User metadata of objects holds ASCII only, names do not.)
 */
public final class FileStore {

    private final ObjectStore objects;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Asker asker;

    public FileStore(ObjectStore objects, InstantSource clock, RandomGenerator random) {
        this(objects, clock, random, Asker.FARM);
    }

    /** @param asker whose files there are, and whose is what is saved */
    public FileStore(ObjectStore objects, InstantSource clock, RandomGenerator random, Asker asker) {
        this.asker = asker;
        this.objects = objects;
        this.clock = clock;
        this.random = random;
    }

    /** The input of a batch that is kept until it is deleted; else as the other. */
    public UploadedFile save(String filename, String purpose, InputStream content, long bytes) {
        return save(filename, FilePurpose.ofUpload(purpose).orElseThrow(), null, content, bytes);
    }

    /** As the other, for a batch of that tenant, whoever asks for it. */
    public UploadedFile saveFor(TenantName tenant, String filename, InputStream content, long bytes) {
        return save(filename, FilePurpose.BATCH, null, null, asker.maker().map(maker -> tenant), content, bytes);
    }

    /**
     * @param expires null where it is kept until it is deleted
     * @param content read to its end, not closed
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public UploadedFile save(
            String filename, FilePurpose purpose, @Nullable ExpiresAfter expires, InputStream content, long bytes) {
        return save(filename, purpose, expires, null, content, bytes);
    }

    /**
     * As the other.
     *
     * @param picture what is known of its content; null where it is no picture
     */
    public UploadedFile save(
            String filename,
            FilePurpose purpose,
            @Nullable ExpiresAfter expires,
            @Nullable PictureFacts picture,
            InputStream content,
            long bytes) {
        return save(filename, purpose, expires, picture, asker.maker(), content, bytes);
    }

    private UploadedFile save(
            String filename,
            FilePurpose purpose,
            @Nullable ExpiresAfter expires,
            @Nullable PictureFacts picture,
            Optional<TenantName> tenant,
            InputStream content,
            long bytes) {
        Instant now = clock.instant();
        var file = new UploadedFile(
                purpose.newId(now, random),
                bytes,
                now,
                expires == null ? null : expires.from(now),
                filename,
                purpose.wireName(),
                details(picture, tenant));
        objects.put(ObjectKeys.upload(file.id()), content, bytes, "application/octet-stream");
        FileSweep.note(objects, file);
        show(file);
        return file;
    }

    /** For whom files are kept, and so whose is what is made of them. */
    public Asker asker() {
        return asker;
    }

    private static UploadedFile.@Nullable FileDetails details(
            @Nullable PictureFacts picture, Optional<TenantName> tenant) {
        TenantName owner =
                tenant.filter(name -> !name.equals(TenantName.DEFAULT)).orElse(null);
        return picture == null && owner == null ? null : new UploadedFile.FileDetails(picture, owner);
    }

    /** Lets everybody see it who may. */
    void show(UploadedFile file) {
        objects.put(ObjectKeys.uploadDescription(file.id()), Json.bytes(file), "application/json", Map.of());
    }

    /** Lets nobody see it any more; its content stays. */
    void hide(FileId id) {
        objects.delete(ObjectKeys.uploadDescription(id));
    }

    /**
     * Empty where there is none for whoever asks.
     *
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public Optional<UploadedFile> find(FileId id) {
        try (InputStream in = objects.get(ObjectKeys.uploadDescription(id))) {
            return Optional.of(Json.read(in.readAllBytes(), UploadedFile.class))
                    .filter(file -> asker.sees(file.owner()));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading file " + id + " broke off: " + e.getMessage(), e);
        }
    }

    /**
     * The content, to be closed by the caller.
     *
     * @throws ObjectNotFoundException if there is none
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public InputStream open(FileId id) {
        return objects.get(ObjectKeys.upload(id));
    }

    /** Notes that the batch has the file as its input. */
    public void addUser(FileId id, BatchId batch) {
        objects.put(ObjectKeys.use(id, batch), new byte[0], "application/octet-stream", Map.of());
    }

    /** Tells the batches that were noted; they need not have been opened. What else lies there is no batch's. */
    void forEachUser(FileId id, Consumer<BatchId> user) {
        String prefix = ObjectKeys.uses(id);
        objects.list(prefix, "").forEachRemaining(key -> BatchId.parse(key.substring(prefix.length()))
                .ifPresent(user));
    }

    /**
     * Deletes the description first, so that what is cut off in between leaves nothing that anyone sees; asking again
     * clears the rest away.
     */
    void delete(FileId id) {
        hide(id);
        objects.delete(ObjectKeys.upload(id));
        objects.list(ObjectKeys.uses(id), "").forEachRemaining(objects::delete);
    }
}
