package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what was refused. */
public final class FakeRefusedCommands implements RefusedCommands {

    /** A command and the status that did not allow it. */
    public record Refusal(BatchCommand command, @Nullable BatchStatus status) {}

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    @Override
    public void refused(BatchCommand command, @Nullable BatchStatus status) {
        refusals.add(new Refusal(command, status));
    }

    public List<Refusal> refusals() {
        return refusals;
    }
}
