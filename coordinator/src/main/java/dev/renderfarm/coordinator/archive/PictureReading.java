package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Pictures out of the bucket one after the other, of which the next few are read meanwhile. For one thread. */
final class PictureReading {

    /** With pictures of 1.5 MB an archive holds 6 MB. */
    static final int AHEAD = 4;

    /** More than any picture of the farm has. */
    private static final int LARGEST = 256 << 20;

    /** @param file all of it, as it was rendered */
    record Read(ArchivedPicture picture, byte[] file) {}

    private record Begun(ArchivedPicture picture, CompletableFuture<byte[]> file) {}

    private final ObjectStore objects;
    private final Executor executor;
    private final Iterator<ArchivedPicture> pictures;
    private final Deque<Begun> begun = new ArrayDeque<>();

    PictureReading(ObjectStore objects, Executor executor, Iterator<ArchivedPicture> pictures) {
        this.objects = objects;
        this.executor = executor;
        this.pictures = pictures;
    }

    /**
     * Null after the last.
     *
     * @throws IOException if one is not there as it was rendered, or the bucket does not answer
     */
    @Nullable
    Read next() throws IOException {
        while (begun.size() < AHEAD && pictures.hasNext()) {
            ArchivedPicture picture = pictures.next();
            begun.add(new Begun(picture, CompletableFuture.supplyAsync(() -> read(picture.image()), executor)));
        }
        Begun next = begun.poll();
        return next == null ? null : new Read(next.picture, await(next));
    }

    void stop() {
        begun.forEach(one -> one.file.cancel(false));
        begun.clear();
    }

    private byte[] await(Begun next) throws IOException {
        try {
            return next.file.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the coordinator stops");
        } catch (ExecutionException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IOException("task " + next.picture.task() + ": " + reason.getMessage(), reason);
        }
    }

    private byte[] read(StoredImage image) {
        try (InputStream in = objects.get(image.key())) {
            byte[] file = in.readNBytes((int) Math.min(LARGEST, image.bytes() + 1));
            if (file.length != image.bytes() || !Sha256.hex(file).equals(image.sha256())) {
                throw new IllegalStateException("the picture in the bucket is not the one that was rendered");
            }
            return file;
        } catch (ObjectNotFoundException e) {
            throw new IllegalStateException("the picture is missing from the bucket", e);
        } catch (IOException e) {
            throw new IllegalStateException("reading the picture broke off: " + e.getMessage(), e);
        } catch (StorageException e) {
            throw new IllegalStateException("the bucket does not answer: " + e.getMessage(), e);
        }
    }
}
