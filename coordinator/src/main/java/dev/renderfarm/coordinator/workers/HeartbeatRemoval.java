package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.id.WorkerId;

/** Takes the heartbeats of workers out of their topic. Safe for several threads. */
@FunctionalInterface
public interface HeartbeatRemoval {

    /**
     * Returns when the broker has the tombstone. Delivered at least once.
     *
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not take it in time; it may
     *     still arrive
     */
    void remove(WorkerId worker) throws InterruptedException;
}
