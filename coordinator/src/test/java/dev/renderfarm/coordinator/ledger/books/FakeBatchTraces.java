package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.Traceparent;
import java.util.ArrayList;
import java.util.List;

/** Keeps what ended. */
public final class FakeBatchTraces implements BatchTraces {

    private final List<Batch> ended = new ArrayList<>();
    private final List<Traceparent> traceparents = new ArrayList<>();

    @Override
    public void ended(Batch batch, Traceparent traceparent) {
        ended.add(batch);
        traceparents.add(traceparent);
    }

    public List<Batch> ended() {
        return List.copyOf(ended);
    }

    /** Of each that ended. */
    public List<Traceparent> traceparents() {
        return List.copyOf(traceparents);
    }
}
