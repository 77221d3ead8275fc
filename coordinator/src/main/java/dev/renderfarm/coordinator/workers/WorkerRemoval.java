package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.coordinator.http.RequestRefusedException;

/** Forgets workers that have gone. */
public final class WorkerRemoval {

    private final WorkerRegistry registry;
    private final HeartbeatRemoval heartbeats;

    public WorkerRemoval(WorkerRegistry registry, HeartbeatRemoval heartbeats) {
        this.registry = registry;
        this.heartbeats = heartbeats;
    }

    /**
     * Returns when the broker has it; every replica hears of it soon after. What the worker had in hand goes to others
     * as if it were still remembered.
     *
     * @throws RequestRefusedException if no worker of that name has been heard of in the last hour, or it is live
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public void remove(WorkerId id) throws InterruptedException {
        WorkerView worker = registry.view(id)
                .orElseThrow(() -> RequestRefusedException.notFound("no worker " + id
                        + " has been heard of in the last hour: GET /v1/workers lists those that have"));
        if (worker.live()) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "worker " + id + " is live: drain it first, and wait until it has stopped");
        }
        heartbeats.remove(id);
        registry.remove(id);
    }
}
