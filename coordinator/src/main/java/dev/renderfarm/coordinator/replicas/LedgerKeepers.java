package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.id.BatchId;
import java.util.Optional;

/** Who keeps which batch. Safe for several threads. */
@FunctionalInterface
public interface LedgerKeepers {

    /** The other replica that keeps the batch; empty while it moves, and where it is kept here. */
    Optional<ReplicaAddress> other(BatchId batch);
}
