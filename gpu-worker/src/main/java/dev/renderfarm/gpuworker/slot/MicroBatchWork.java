package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.gpuworker.claim.ClaimedTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on one micro-batch, on another thread than the one that watches over it. */
final class MicroBatchWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MicroBatchWork.class);

    private final FutureTask<@Nullable Void> task;
    private volatile @Nullable Thread thread;
    private volatile boolean calledOff;
    private final InstantSource time;
    private final Instant started;
    private @Nullable Throwable failure;

    private MicroBatchWork(List<ClaimedTask> claimed, TaskFlow flow, Runnable rendered, InstantSource time) {
        this.task = new FutureTask<>(() -> {
            thread = Thread.currentThread();
            flow.work(claimed, () -> calledOff, () -> tellUnlessCalledOff(rendered));
            return null;
        });
        this.time = time;
        this.started = time.instant();
    }

    /** Who called it off may have claimed anew, and then has the device's place for that. */
    private void tellUnlessCalledOff(Runnable rendered) {
        if (!calledOff) {
            rendered.run();
        }
    }

    /** @param rendered told, on another thread, once the work needs the device no more */
    static MicroBatchWork start(
            List<ClaimedTask> claimed, TaskFlow flow, Runnable rendered, Executor hands, InstantSource time) {
        MicroBatchWork work = new MicroBatchWork(claimed, flow, rendered, time);
        hands.execute(work.task);
        return work;
    }

    /** Waits for the end; false where it has not come. */
    boolean endsWithin(Duration time) throws InterruptedException {
        try {
            task.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.atError().setCause(e.getCause()).log("work on a micro-batch broke");
            failure = e.getCause();
            return true;
        } catch (CancellationException e) {
            return true;
        }
    }

    /** Why it ended without results for all its tasks; empty where it did not. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    boolean isOlderThan(Duration age) {
        return !time.instant().isBefore(started.plus(age));
    }

    /** Renders nothing further; what is rendered is still delivered. */
    void callOff() {
        calledOff = true;
    }

    /** Calls it off and interrupts whatever it waits for. */
    void stop() {
        calledOff = true;
        Thread working = thread;
        if (working != null) {
            working.interrupt();
        }
    }

    @Override
    public void close() {
        if (!task.isDone()) {
            stop();
        }
    }
}
