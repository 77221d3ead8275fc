package dev.renderfarm.coordinator.ended;

import dev.renderfarm.common.api.DeletedBatch;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.search.BatchQuery;
import dev.renderfarm.coordinator.search.BatchSearch;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Takes an ended batch out of the farm: its pictures and files first, while it is still known, so that whoever asks again goes on
 * where it was cut off; then its record, and what topics and tables have of it. The upload that it was made of stays. Safe for
 * several threads.
 */
public final class BatchPurge {

    /** Of a request. */
    static final int MOST_OBJECTS = 10_000;

    private static final int AT_ONCE = 1_000;

    private final BatchDirectory batches;
    private final BatchSearch children;
    private final ObjectStore objects;
    private final CommandPublisher commands;
    private final BatchReader reader;
    private final InstantSource clock;

    /** @param batches that there are for whoever asks */
    public BatchPurge(
            BatchDirectory batches,
            BatchSearch children,
            ObjectStore objects,
            CommandPublisher commands,
            BatchReader reader,
            InstantSource clock) {
        this.batches = batches;
        this.children = children;
        this.objects = objects;
        this.commands = commands;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Deletes up to {@value #MOST_OBJECTS} objects; the batch goes with the last of them.
     *
     * @throws RequestRefusedException if there is no such batch, it has not ended, or one that renders its lines again has not
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not delete
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not take the command; the objects
     * are gone then
     */
    public DeletedBatch purge(BatchId id) throws InterruptedException {
        Batch batch = batches.get(id).orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
        checkEnded(batch);
        checkUnneeded(id);
        new ResultFiles(objects).delete(batch);
        Iterator<String> keys = objects.list(ObjectKeys.batch(id), "");
        int deleted = 0;
        while (keys.hasNext() && deleted < MOST_OBJECTS) {
            List<String> next = new ArrayList<>();
            while (keys.hasNext() && next.size() < AT_ONCE) {
                next.add(keys.next());
            }
            objects.deleteAll(next);
            deleted += next.size();
        }
        if (keys.hasNext()) {
            return new DeletedBatch(id, false, deleted);
        }
        objects.delete(ObjectKeys.ended(id));
        commands.publish(new BatchCommand.Purge(id, clock.instant()));
        reader.awaitGone(id);
        return new DeletedBatch(id, true, deleted);
    }

    private static void checkEnded(Batch batch) {
        if (!batch.status().isTerminal()) {
            throw conflict("the batch is " + batch.status().wireName() + ": cancel it and wait for its end first");
        }
    }

    /** Edits of a reroll begin with pictures that lie with its parent. */
    private void checkUnneeded(BatchId id) {
        children.list(new BatchQuery(null, id, ""), 1_000, null).stream()
                .flatMap(found -> found.data().stream())
                .filter(child -> !child.status().isTerminal())
                .findFirst()
                .ifPresent(child -> {
                    throw conflict("its lines are rendered again by " + child.id() + ", which is "
                            + child.status().wireName() + ": wait for the end of that, or cancel it");
                });
    }

    private static RequestRefusedException conflict(String message) {
        return new RequestRefusedException(FailureCode.CONFLICT, null, message);
    }
}
