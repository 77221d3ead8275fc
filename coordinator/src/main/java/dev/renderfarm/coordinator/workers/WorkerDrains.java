package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.InstantSource;

/** Asks workers to drain, or to go on where they were asked before. A request is for the life that was heard of last; asking again changes nothing. */
public final class WorkerDrains {

    private final WorkerRegistry registry;
    private final DrainRequestPublisher requests;
    private final InstantSource clock;

    public WorkerDrains(WorkerRegistry registry, DrainRequestPublisher requests, InstantSource clock) {
        this.registry = registry;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * Returns when the broker has the request; the worker hears of it soon after, and says {@code draining}.
     *
     * @param mode {@code NOW} is heard by one that drains already, too
     * @return the worker as it was heard of last
     * @throws RequestRefusedException if no worker of that name has been heard of in the last hour, or it has stopped or
     *     gone
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public WorkerView drain(WorkerId id, DrainMode mode) throws InterruptedException {
        WorkerView worker = live(
                id,
                "has stopped: there is nothing left to drain",
                "has gone without a word: what it had in hand goes to others by itself");
        if (worker.heartbeat().state() != WorkerState.DRAINING || mode == DrainMode.NOW) {
            DrainMode said = mode == DrainMode.AFTER_CURRENT ? null : mode;
            requests.publish(new DrainRequest(id, worker.heartbeat().startedAt(), clock.instant(), said));
        }
        return worker;
    }

    /**
     * Returns when the broker has the request. The worker goes on unless it is ending already; one that does not drain, as
     * far as it has been heard of, may have been asked to just now, and changes nothing else.
     *
     * @return the worker as it was heard of last
     * @throws RequestRefusedException if no worker of that name has been heard of in the last hour, or it has stopped or
     *     gone
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public WorkerView resume(WorkerId id) throws InterruptedException {
        WorkerView worker = live(
                id,
                "has stopped: it cannot be taken back, whoever wants it starts it again",
                "has gone without a word: it cannot be taken back, whoever wants it starts it again");
        requests.publish(DrainRequest.takenBack(id, worker.heartbeat().startedAt(), clock.instant()));
        return worker;
    }

    private WorkerView live(WorkerId id, String ifStopped, String ifGone) {
        WorkerView worker = registry.view(id)
                .orElseThrow(() -> RequestRefusedException.notFound("no worker " + id
                        + " has been heard of in the last hour: GET /v1/workers lists those that have"));
        boolean stopped = worker.heartbeat().state() == WorkerState.STOPPED;
        if (stopped || !worker.live()) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "worker " + id + " " + (stopped ? ifStopped : ifGone));
        }
        return worker;
    }
}
