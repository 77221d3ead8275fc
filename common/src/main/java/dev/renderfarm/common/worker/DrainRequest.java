package dev.renderfarm.common.worker;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks a worker to drain: to claim no more, finish what it has in hand and end. The value of a record on the topic
 * {@code renderfarm.drain-requests} (key: the worker id). Or asks it to go on, where it was asked to drain before.
 *
 * @param mode null is {@link DrainMode#AFTER_CURRENT}
 * @param startedAt of the life that is meant, as its heartbeats say it: a later one of the same name is not
 * @param takenBack whether what was asked before is not wanted any more; null is false
 */
public record DrainRequest(
        WorkerId workerId,
        Instant startedAt,
        Instant requestedAt,
        @Nullable DrainMode mode,
        @Nullable Boolean takenBack) {

    /** One that is meant. */
    public DrainRequest(WorkerId workerId, Instant startedAt, Instant requestedAt, @Nullable DrainMode mode) {
        this(workerId, startedAt, requestedAt, mode, null);
    }

    /** That it goes on. A worker of an earlier release takes it for a request to drain, which it does already. */
    public static DrainRequest takenBack(WorkerId workerId, Instant startedAt, Instant requestedAt) {
        return new DrainRequest(workerId, startedAt, requestedAt, null, true);
    }

    public DrainRequest {
        requireNonNull(workerId, "worker_id is null");
        requireNonNull(startedAt, "started_at is null");
        requireNonNull(requestedAt, "requested_at is null");
    }

    /** Whether the worker is to go on. */
    public boolean goesOn() {
        return Boolean.TRUE.equals(takenBack);
    }

    /** Whether it is to give back what it has in hand. */
    public DrainMode drainMode() {
        return mode == null ? DrainMode.AFTER_CURRENT : mode;
    }
}
