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
 * Has the worker drain once this life of it is asked to, and go on once that is taken back. Requests that come before it is known who the worker is are
 * remembered. Safe for use by several threads.
 */
public final class DrainRequests {

    private final Map<Life, DrainMode> asked = new HashMap<>();
    private @Nullable Life own;
    private @Nullable DrainMode begun;
    private Consumer<DrainMode> drain = mode -> {};
    private Runnable goOn = () -> {};
    private long heard = -1;

    /** One life of a worker. */
    private record Life(WorkerId workerId, Instant startedAt) {}

    /**
     * Says who the worker is.
     *
     * @param startedAt as its heartbeats say it
     * @param whenAsked called once, and once more where it is asked to drain sooner, or again after that was taken back; in
     *     whichever thread hears of it
     * @param whenTakenBack called where it was asked to drain, though not to do so now
     */
    public void heed(WorkerId workerId, Instant startedAt, Consumer<DrainMode> whenAsked, Runnable whenTakenBack) {
        Life life = new Life(workerId, startedAt);
        synchronized (this) {
            own = life;
            drain = whenAsked;
            goOn = whenTakenBack;
        }
        drainIfAsked(life);
    }

    /**
     * Takes note of a request, whomever it means.
     *
     * @param offset of its record: who reads the topic again from its beginning hears nothing twice
     */
    void hear(DrainRequest request, long offset) {
        Life life = new Life(request.workerId(), request.startedAt());
        synchronized (this) {
            if (offset <= heard) {
                return;
            }
            heard = offset;
            if (own != null && !life.equals(own)) {
                return;
            }
            if (!request.goesOn()) {
                asked.merge(life, request.drainMode(), BinaryOperator.maxBy(Comparator.naturalOrder()));
            } else if (asked.get(life) != DrainMode.NOW) {
                asked.remove(life);
            }
        }
        goOnIfTakenBack(life);
        drainIfAsked(life);
    }

    private void goOnIfTakenBack(Life life) {
        Runnable now;
        synchronized (this) {
            if (begun == null || !life.equals(own) || asked.containsKey(life)) {
                return;
            }
            begun = null;
            now = goOn;
        }
        now.run();
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
