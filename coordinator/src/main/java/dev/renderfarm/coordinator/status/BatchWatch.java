package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.function.Supplier;

/** The statuses of one batch from now to its end, in order and none twice. */
public final class BatchWatch {

    private final StatusFeed feed;
    private final Supplier<Batch> present;

    /** @param present the batch as it stands; asked once the watching has begun, so that no change falls in between */
    public BatchWatch(StatusFeed feed, Supplier<Batch> present) {
        this.feed = feed;
        this.present = present;
    }

    /** Begins with the batch as it stands and completes after a terminal status. Holds one status for a slow reader: the newest. */
    public Multi<Batch> statuses(BatchId batch) {
        return Multi.createFrom().emitter(emitter -> follow(batch, emitter), BackPressureStrategy.LATEST);
    }

    private void follow(BatchId batch, MultiEmitter<? super Batch> emitter) {
        InOrder inOrder = new InOrder(emitter);
        emitter.onTermination(feed.watch(batch, inOrder::emit));
        inOrder.emit(present.get());
    }

    /** The directory and the feed tell the same story at different times: what is older than the last is dropped. */
    private static final class InOrder {

        private final MultiEmitter<? super Batch> emitter;
        private long last = -1;

        InOrder(MultiEmitter<? super Batch> emitter) {
            this.emitter = emitter;
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
