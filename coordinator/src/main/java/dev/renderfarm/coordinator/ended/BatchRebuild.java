package dev.renderfarm.coordinator.ended;

import dev.renderfarm.common.api.RebuildView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches known again that had ended before the farm lost its topics, from what the bucket holds of them. What is known
 * stays as it is, so doing it again, or while batches are rendered, changes nothing. Safe for several threads.
 */
public final class BatchRebuild {

    /** Larger than any record that the farm writes: metadata and errors of a batch are bounded. */
    private static final int LARGEST_RECORD = 4 << 20;

    private final ObjectStore objects;
    private final BatchDirectory batches;
    private final CommandPublisher commands;
    private final Retention retention;
    private final InstantSource clock;

    public BatchRebuild(
            ObjectStore objects,
            BatchDirectory batches,
            CommandPublisher commands,
            Retention retention,
            InstantSource clock) {
        this.objects = objects;
        this.batches = batches;
        this.commands = commands;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Looks at the records of so many batches, in the order of their ids. Returns when the broker has the commands.
     *
     * @param after goes on after this batch; null begins with the first
     * @param limit at least 1
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not tell
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException while nobody can say what is known
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not take a command; what was
     * taken before counts
     */
    public RebuildView rebuild(@Nullable BatchId after, int limit) throws InterruptedException {
        Iterator<String> keys = objects.list(ObjectKeys.ENDED, after == null ? "" : ObjectKeys.ended(after));
        Instant now = clock.instant();
        int rebuilt = 0;
        int known = 0;
        int forgotten = 0;
        List<String> unreadable = new ArrayList<>();
        BatchId last = null;
        for (int looked = 0; looked < limit && keys.hasNext(); looked++) {
            String key = keys.next();
            Optional<BatchId> id = ObjectKeys.batchOfEnd(key);
            last = id.orElse(last);
            Optional<Batch> ended = id.flatMap(batch -> read(key, batch));
            if (ended.isEmpty()) {
                unreadable.add(key);
            } else if (batches.get(ended.get().id()).isPresent()) {
                known++;
            } else if (retention.isForgotten(ended.get().renderfarm().updatedAt(), now)) {
                forgotten++;
            } else {
                commands.publish(new BatchCommand.Rebuild(ended.get().rebuilt(now)));
                rebuilt++;
            }
        }
        return new RebuildView(rebuilt, known, forgotten, unreadable, last, keys.hasNext());
    }

    /** Empty for what is no record of that batch's end. */
    private Optional<Batch> read(String key, BatchId id) {
        try (InputStream in = objects.get(key)) {
            byte[] json = in.readNBytes(LARGEST_RECORD + 1);
            return Optional.of(Json.read(json, Batch.class))
                    .filter(batch -> json.length <= LARGEST_RECORD
                            && batch.id().equals(id)
                            && batch.status().isTerminal());
        } catch (MalformedJsonException | ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the record of " + id + " could not be read", e);
        }
    }
}
