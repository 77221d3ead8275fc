package dev.renderfarm.common.worker;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.WorkerId;
import java.time.Instant;

/**
 * Asks a worker to drain: to claim no more, finish what it has in hand and end. The value of a record on the topic
 * {@code renderfarm.drain-requests} (key: the worker id).
 *
 * @param startedAt of the life that is meant, as its heartbeats say it: a later one of the same name is not
 */
public record DrainRequest(WorkerId workerId, Instant startedAt, Instant requestedAt) {

    public DrainRequest {
        requireNonNull(workerId, "worker_id is null");
        requireNonNull(startedAt, "started_at is null");
        requireNonNull(requestedAt, "requested_at is null");
    }
}
