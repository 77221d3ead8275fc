package dev.renderfarm.coordinator.batch;

/** Sends commands to the ledger by {@code renderfarm.commands}, key: the batch id. Safe for several threads. */
public interface CommandPublisher {

    /**
     * Returns when the broker has the command on all in-sync replicas. Delivered at least once, in the order of the
     * calls of one thread.
     *
     * @throws BrokerUnavailableException if the broker does not take it in time; it may still arrive
     */
    void publish(BatchCommand command) throws InterruptedException;
}
