package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows whether the bucket takes what this worker writes: writes an object of the worker's own, reads it back and
 * compares. The object is as large as the largest picture that failed, so that a disk that is nearly full is noticed.
 * Safe for use by several threads, which take turns.
 */
public final class StorageProbe {

    static final int LEAST_SIZE = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(StorageProbe.class);

    private final ObjectStore objects;
    private final String key;
    private final RandomGenerator random;
    private int size = LEAST_SIZE;

    public StorageProbe(ObjectStore objects, WorkerId worker, RandomGenerator random) {
        this.objects = objects;
        this.key = ObjectKeys.probe(worker);
        this.random = random;
    }

    /** @throws StorageException where the bucket does not take it, or gives something else back */
    public synchronized void run() {
        byte[] content = new byte[size];
        random.nextBytes(content);
        objects.put(key, content, "application/octet-stream", Map.of());
        if (!Arrays.equals(content, read())) {
            throw new StorageUnavailableException(
                    key + " is not as it was written", "the storage gives back other bytes than were written", null);
        }
        delete();
    }

    /** From now on with objects of that many bytes at least. */
    synchronized void cover(int bytes) {
        size = Math.max(size, bytes);
    }

    private byte[] read() {
        try (InputStream content = objects.get(key)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        } catch (ObjectNotFoundException e) {
            throw new StorageUnavailableException(
                    key + " is not there after it was written", "the storage loses what was written", e);
        }
    }

    /** The next probe overwrites what cannot be deleted. */
    private void delete() {
        try {
            objects.delete(key);
        } catch (StorageException e) {
            LOG.atDebug().addKeyValue("problem", e.getMessage()).log("the probe's object stays");
        }
    }
}
