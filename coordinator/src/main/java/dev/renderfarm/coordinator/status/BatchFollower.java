package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statuses of one batch from now to its end, in order and none twice. */
public final class BatchFollower {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFollower.class);

    private final StatusFeed feed;
    private final Supplier<Batch> present;
    private final Multi<?> ticks;
    private final long seen;

    /**
     * @param present the batch as it stands; asked once the watching has begun, so that no change falls in between
     * @param ticks at which it is asked again, because the feed may lose changes; on threads that may block
     * @param seen sequence number of the last status that the follower has had; -1 where there was none
     */
    public BatchFollower(StatusFeed feed, Supplier<Batch> present, Multi<?> ticks, long seen) {
        this.feed = feed;
        this.present = present;
        this.ticks = ticks;
        this.seen = seen;
    }

    /**
     * Begins with the batch as it stands, unless that was seen, and completes after a terminal status. Holds one status
     * for a slow reader: the newest.
     */
    public Multi<Batch> statuses(BatchId batch) {
        return Multi.createFrom().emitter(emitter -> follow(batch, emitter), BackPressureStrategy.LATEST);
    }

    private void follow(BatchId batch, MultiEmitter<? super Batch> emitter) {
        InOrder inOrder = new InOrder(emitter, seen);
        Runnable watching = feed.watch(batch, inOrder::emit);
        Cancellable looking = ticks.subscribe().with(tick -> look(batch, inOrder));
        emitter.onTermination(() -> {
            watching.run();
            looking.cancel();
        });
        look(batch, inOrder);
    }

    private void look(BatchId batch, InOrder inOrder) {
        try {
            inOrder.emit(present.get());
        } catch (LedgerUnavailableException e) {
            LOG.atDebug()
                    .addKeyValue("batchId", batch)
                    .addKeyValue("problem", e.getMessage())
                    .log("looked for a batch in vain, the next tick looks again");
        }
    }

    /** The directory and the feed tell the same story at different times: what is older than the last is dropped. */
    private static final class InOrder {

        private final MultiEmitter<? super Batch> emitter;
        private long last;

        InOrder(MultiEmitter<? super Batch> emitter, long last) {
            this.emitter = emitter;
            this.last = last;
        }

        synchronized void emit(Batch batch) {
            if (batch.renderfarm().sequence() <= last) {
                return;
            }
            last = batch.renderfarm().sequence();
            emitter.emit(batch);
            if (batch.status().isTerminal()) {
                emitter.complete();
            }
        }
    }
}
