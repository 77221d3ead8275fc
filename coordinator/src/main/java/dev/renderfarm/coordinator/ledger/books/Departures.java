package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Departed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has ended batches leave the tables, and later the status topic, when they have been kept for long enough. It walks over the
 * ended ones time and again, some at a time, so that it finds those of earlier releases and heeds another retention; what it was
 * about goes on after a restart, since the entry of a batch leaves after its tasks. Used by one thread.
 */
final class Departures {

    static final Duration EVERY = Duration.ofSeconds(10);
    static final int LOOKED_AT = 200;

    private final LedgerTables tables;
    private final Outbox outbox;
    private final Retention retention;
    private final int mostPerTick;
    private @Nullable BatchId lastEnded;
    private @Nullable BatchId lastDeparted;
    private @Nullable BatchEntry leaving;
    private Instant next = Instant.MIN;
    private boolean looksAgain;

    Departures(LedgerTables tables, Outbox outbox, Retention retention, int mostPerTick) {
        this.tables = tables;
        this.outbox = outbox;
        this.retention = retention;
        this.mostPerTick = mostPerTick;
    }

    /** To be called with each tick; a bounded amount of work. */
    void look(Instant now) {
        if (leaving != null) {
            goOn(leaving);
        } else if (looksAgain || !now.isBefore(next)) {
            looksAgain = false;
            next = now.plus(EVERY);
            findLeaving(now);
            forget(now);
        }
    }

    /** Whether it has something to do at the next tick already. */
    boolean isAtWork() {
        return leaving != null || looksAgain;
    }

    /** An ended batch is told of no longer, from now on; its tasks, and what is kept of it, follow. */
    void purge(BatchId batch) {
        outbox.forget(batch);
        tables.depart(batch, Departed.purged(batch));
        if (leaving != null && leaving.id().equals(batch)) {
            leaving = null;
        }
        looksAgain = true;
    }

    private void goOn(BatchEntry batch) {
        if (tables.deleteTasks(batch.id(), mostPerTick) < mostPerTick) {
            tables.depart(batch.id(), new Departed(batch.id(), batch.changedAt()));
            leaving = null;
            looksAgain = true;
        }
    }

    private void findLeaving(Instant now) {
        List<BatchEntry> ended = tables.ended(lastEnded, LOOKED_AT);
        lastEnded =
                ended.size() < LOOKED_AT ? null : ended.get(ended.size() - 1).id();
        for (BatchEntry batch : ended) {
            if (retention.hasLeft(batch.status(), batch.changedAt(), now)) {
                leaving = batch;
                lastEnded = batch.id();
                return;
            }
        }
    }

    private void forget(Instant now) {
        BatchId from = lastDeparted;
        int deletable = mostPerTick;
        List<Departed> departed = tables.departed(lastDeparted, LOOKED_AT);
        lastDeparted = departed.size() < LOOKED_AT
                ? null
                : departed.get(departed.size() - 1).batch();
        for (Departed gone : departed) {
            if (gone.isPurged()) {
                deletable -= tables.deleteTasks(gone.batch(), deletable);
                if (deletable == 0) {
                    lastDeparted = from;
                    looksAgain = true;
                    return;
                }
                tables.forget(gone.batch());
            } else if (retention.isForgotten(gone.changedAt(), now)) {
                outbox.forget(gone.batch());
                tables.forget(gone.batch());
            }
        }
    }
}
