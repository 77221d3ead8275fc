package dev.renderfarm.coordinator.wiring;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.command.BatchCommand;
import dev.renderfarm.coordinator.port.BatchDirectory;
import dev.renderfarm.coordinator.port.BrokerUnavailableException;
import dev.renderfarm.coordinator.port.CommandPublisher;
import dev.renderfarm.coordinator.port.LedgerUnavailableException;
import dev.renderfarm.coordinator.port.TaskDirectory;
import dev.renderfarm.coordinator.port.TaskState;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands where no ledger is part of the process: says so to everyone who asks. */
@DefaultBean
@Singleton
class AbsentLedger implements BatchDirectory, TaskDirectory, CommandPublisher {

    @Override
    public Optional<Batch> get(BatchId id) {
        throw absent();
    }

    @Override
    public BatchDirectory.Page list(int limit, @Nullable BatchId after) {
        throw absent();
    }

    @Override
    public TaskDirectory.Page list(BatchId batch, @Nullable TaskState state, int from, int limit) {
        throw absent();
    }

    @Override
    public void publish(BatchCommand command) {
        throw new BrokerUnavailableException("no ledger in this process", absent());
    }

    private static LedgerUnavailableException absent() {
        return new LedgerUnavailableException("no ledger", new IllegalStateException());
    }
}
