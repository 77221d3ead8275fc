package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.worker.DrainRequest;

/** Sends requests to drain to the workers. Safe for several threads. */
@FunctionalInterface
public interface DrainRequestPublisher {

    /**
     * Returns when the broker has it. Delivered at least once.
     *
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not take it in time; it may
     *     still arrive
     */
    void publish(DrainRequest request) throws InterruptedException;
}
