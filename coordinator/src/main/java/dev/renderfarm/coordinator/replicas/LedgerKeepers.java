package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.id.BatchId;
import java.util.Optional;

/** Who keeps which batch. Safe for several threads. */
@FunctionalInterface
public interface LedgerKeepers {

    /** Nobody is known, so that a replica knows only itself. */
    LedgerKeepers NONE = batch -> Optional.empty();

    /** The other replica that keeps the batch; empty while it moves, and where it is kept here. */
    Optional<ReplicaAddress> other(BatchId batch);
}
