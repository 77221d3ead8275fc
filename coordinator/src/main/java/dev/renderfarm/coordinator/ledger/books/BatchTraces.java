package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.Traceparent;

/** Hears of every traced batch that ends. Safe for several threads. Never blocks. */
public interface BatchTraces {

    /** Nobody traces. */
    BatchTraces NONE = (batch, traceparent) -> {};

    /**
     * Told at least once: again where the process dies before the end is committed.
     *
     * @param batch in its terminal status
     * @param traceparent that it was opened with
     */
    void ended(Batch batch, Traceparent traceparent);
}
