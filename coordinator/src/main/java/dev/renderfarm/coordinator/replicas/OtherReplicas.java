package dev.renderfarm.coordinator.replicas;

/** The other replicas, as they are asked. Safe for several threads. */
@FunctionalInterface
interface OtherReplicas {

    /**
     * What it answers to a GET in the name of whoever is answered on this thread.
     *
     * @param path with its query
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if it does not answer with 200
     */
    byte[] get(ReplicaAddress replica, String path);
}
