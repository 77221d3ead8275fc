package dev.renderfarm.common.worker;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks a worker to drain: to claim no more, finish what it has in hand and end. The value of a record on the topic
 * {@code renderfarm.drain-requests} (key: the worker id).
 *
 * @param mode null is {@link DrainMode#AFTER_CURRENT}
 * @param startedAt of the life that is meant, as its heartbeats say it: a later one of the same name is not
 */
public record DrainRequest(
        WorkerId workerId,
        Instant startedAt,
        Instant requestedAt,
        @Nullable DrainMode mode) {

    public DrainRequest {
        requireNonNull(workerId, "worker_id is null");
        requireNonNull(startedAt, "started_at is null");
        requireNonNull(requestedAt, "requested_at is null");
    }

    /** Whether it is to give back what it has in hand. */
    public DrainMode drainMode() {
        return mode == null ? DrainMode.AFTER_CURRENT : mode;
    }
}
