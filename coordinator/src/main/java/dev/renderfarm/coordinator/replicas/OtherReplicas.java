package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.id.BatchId;

/** The other replicas, as they are asked. Safe for several threads. */
@FunctionalInterface
interface OtherReplicas {

    /**
     * What it answers to a GET in the name of whoever is answered on this thread.
     *
     * @param below the batch's own path, with its query
     * @throws dev.renderfarm.coordinator.batch.BatchLeftException if there is nothing of the batch at that path
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if it answers neither with 200 nor with 404;
     * {@link dev.renderfarm.coordinator.batch.ReplicaRefusedException} where it will not do so in a moment either
     */
    byte[] get(ReplicaAddress replica, BatchId batch, String below);
}
