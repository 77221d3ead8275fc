package dev.renderfarm.gpuworker.drain;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.common.worker.DrainRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the worker drain once this life of it is asked to. Requests that come before it is known who the worker is are
 * remembered. Safe for use by several threads.
 */
public final class DrainRequests {

    private final Map<Life, DrainMode> asked = new HashMap<>();
    private @Nullable Life own;
    private @Nullable DrainMode begun;
    private Consumer<DrainMode> drain = mode -> {};

    /** One life of a worker. */
    private record Life(WorkerId workerId, Instant startedAt) {}

    /**
     * Says who the worker is.
     *
     * @param startedAt as its heartbeats say it
     * @param whenAsked called once at most, and once more where it is asked to drain sooner, in whichever thread hears of
     *     it
     */
    public void heed(WorkerId workerId, Instant startedAt, Consumer<DrainMode> whenAsked) {
        Life life = new Life(workerId, startedAt);
        synchronized (this) {
            own = life;
            drain = whenAsked;
        }
        drainIfAsked(life);
    }

    /** Takes note of a request, whomever it means. */
    void hear(DrainRequest request) {
        Life life = new Life(request.workerId(), request.startedAt());
        synchronized (this) {
            if (own != null && !life.equals(own)) {
                return;
            }
            asked.merge(life, request.drainMode(), BinaryOperator.maxBy(Comparator.naturalOrder()));
        }
        drainIfAsked(life);
    }

    private void drainIfAsked(Life life) {
        DrainMode mode;
        Consumer<DrainMode> now;
        synchronized (this) {
            mode = life.equals(own) ? asked.get(life) : null;
            if (mode == null || (begun != null && begun.compareTo(mode) >= 0)) {
                return;
            }
            begun = mode;
            now = drain;
            asked.keySet().retainAll(Set.of(life));
        }
        now.accept(mode);
    }
}
