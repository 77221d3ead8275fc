package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers what was asked for. */
public final class FakeLongWork implements LongWork {

    private final List<BatchId> validations = new ArrayList<>();
    private final List<BatchId> finishes = new ArrayList<>();
    private @Nullable Hindrance hindrance;

    @Override
    public void validate(BatchCommand.Submit submission) {
        validations.add(submission.batchId());
    }

    @Override
    public void finish(BatchEntry batch) {
        finishes.add(batch.id());
    }

    @Override
    public Optional<Hindrance> hindrance(BatchId batch) {
        return Optional.ofNullable(hindrance);
    }

    /** @param next null for none */
    public void hinder(@Nullable Hindrance next) {
        hindrance = next;
    }

    public List<BatchId> validations() {
        return validations;
    }

    public List<BatchId> finishes() {
        return finishes;
    }
}
