package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was asked for. */
public final class FakeLongWork implements LongWork {

    private final List<BatchId> validations = new ArrayList<>();
    private final List<BatchId> finishes = new ArrayList<>();

    @Override
    public void validate(BatchCommand.Submit submission) {
        validations.add(submission.batchId());
    }

    @Override
    public void finish(BatchEntry batch) {
        finishes.add(batch.id());
    }

    public List<BatchId> validations() {
        return validations;
    }

    public List<BatchId> finishes() {
        return finishes;
    }
}
