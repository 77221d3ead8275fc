package dev.renderfarm.gpuworker.drain;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.DrainRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has the worker drain once this life of it is asked to. Requests that come before it is known who the worker is are
 * remembered. Safe for use by several threads.
 */
public final class DrainRequests {

    private final Set<Life> asked = new HashSet<>();
    private @Nullable Life own;
    private Runnable drain = () -> {};

    /** One life of a worker. */
    private record Life(WorkerId workerId, Instant startedAt) {}

    /**
     * Says who the worker is.
     *
     * @param startedAt as its heartbeats say it
     * @param whenAsked called once at most, in whichever thread hears of it
     */
    public void heed(WorkerId workerId, Instant startedAt, Runnable whenAsked) {
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
            asked.add(life);
        }
        drainIfAsked(life);
    }

    private void drainIfAsked(Life life) {
        Runnable now;
        synchronized (this) {
            if (!life.equals(own) || !asked.contains(life)) {
                return;
            }
            now = drain;
            drain = () -> {};
            asked.retainAll(Set.of(life));
        }
        now.run();
    }
}
