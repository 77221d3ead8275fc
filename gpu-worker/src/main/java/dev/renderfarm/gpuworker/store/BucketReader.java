package dev.renderfarm.gpuworker.store;

import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads objects with the patience that they are written with, see {@link BucketTries}. Safe for use by several threads.
 */
public final class BucketReader {

    private final ObjectStore objects;
    private final BucketTries tries;

    public BucketReader(ObjectStore objects, StorageProbe probe, Fitness fitness, Patience patience) {
        this.objects = objects;
        this.tries = new BucketTries(probe, fitness, patience);
    }

    /**
     * @param most bytes that are read of it
     * @param unwanted asked between tries
     * @throws ObjectNotFoundException where there is none
     * @throws StorageException where it cannot be read, or the bucket was away for too long
     * @throws RenderCancelledException once nobody waits for it any more
     */
    public byte[] read(String key, int most, Cancellation unwanted) throws InterruptedException {
        return tries.make(new Reading(key, most), tries.deadline(), unwanted);
    }

    private final class Reading implements BucketTries.Attempt<byte[]> {

        private final String key;
        private final int most;

        Reading(String key, int most) {
            this.key = key;
            this.most = most;
        }

        @Override
        public byte[] make() {
            try (InputStream in = objects.get(key)) {
                return in.readNBytes(most);
            } catch (IOException e) {
                throw new StorageUnavailableException(
                        "reading " + key + " broke off: " + e.getMessage(),
                        "the storage broke off while it was read",
                        e);
            }
        }

        @Override
        public int bytes() {
            return 0;
        }

        @Override
        public StorageException inVain(StorageUnavailableException last) {
            return last;
        }
    }
}
