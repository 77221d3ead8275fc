package dev.renderfarm.gpuworker.store;

import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Instant;
import java.util.List;

/**
 * Writes objects for as long as that makes sense, as {@link BucketTries}. Refusals that concern every object set the
 * worker aside. Safe for use by several threads.
 */
public final class BucketWriter {

    private final ObjectStore objects;
    private final StorageProbe probe;
    private final Fitness fitness;
    private final BucketTries tries;

    public BucketWriter(ObjectStore objects, StorageProbe probe, Fitness fitness, Patience patience) {
        this.objects = objects;
        this.probe = probe;
        this.fitness = fitness;
        this.tries = new BucketTries(probe, fitness, patience);
    }

    /**
     * Writes one after the other. When it returns all are there for every reader.
     *
     * @param unwanted asked between tries
     * @throws StorageRefusedException where one is not taken
     * @throws StorageUnavailableException where the bucket was away for too long
     * @throws RenderCancelledException once nobody waits for them any more
     */
    void put(List<NewObject> all, Cancellation unwanted) throws InterruptedException {
        Instant deadline = tries.deadline();
        for (NewObject object : all) {
            tries.make(new Writing(object), deadline, unwanted);
        }
    }

    private final class Writing implements BucketTries.Attempt<NewObject> {

        private final NewObject object;

        Writing(NewObject object) {
            this.object = object;
        }

        @Override
        public NewObject make() {
            try {
                objects.put(object.key(), object.content(), object.contentType(), object.labels());
                return object;
            } catch (StorageRefusedException e) {
                if (e.kind() != Kind.OBJECT) {
                    probe.cover(bytes());
                    fitness.setAside(e.code(), e.reason());
                }
                throw e;
            }
        }

        @Override
        public int bytes() {
            return object.content().length;
        }

        @Override
        public StorageException inVain(StorageUnavailableException last) {
            return new StorageRefusedException(
                    Kind.OBJECT,
                    object.key() + " is not taken while others are",
                    "the storage does not take this picture while it takes others: its name, size or form",
                    last);
        }
    }
}
