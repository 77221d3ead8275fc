package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.TaskQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue.Acknowledgement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a micro-batch, has it worked on, keeps its lock meanwhile, acknowledges it, and begins again until the worker
 * drains. The thread that runs it owns the queue; the work itself is done on a second thread, so that a long step never
 * costs the lock.
 */
public final class Slot implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration CLAIM_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_LOOK_AWAY = Duration.ofMillis(200);

    private final TaskQueue queue;
    private final TaskFlow flow;
    private final WorkerLoad load;
    private final SlotMeters meters;
    private final Drain drain;
    private final Duration taskTimeout;
    private final InstantSource time;
    private final ExecutorService workThread = Executors.newSingleThreadExecutor(Slot::workThread);
    private volatile boolean stuck;
    private volatile boolean ended;
    private int failures;

    /**
     * @param taskTimeout after which a micro-batch is reported as timed out
     * @param time by which that and the lock are measured
     */
    public Slot(
            TaskQueue queue,
            TaskFlow flow,
            WorkerLoad load,
            SlotMeters meters,
            Drain drain,
            Duration taskTimeout,
            InstantSource time) {
        this.queue = queue;
        this.flow = flow;
        this.load = load;
        this.meters = meters;
        this.drain = drain;
        this.taskTimeout = taskTimeout;
        this.time = time;
    }

    /**
     * False where work that was given up on does not end, or the slot has ended before the drain: only a restart helps.
     */
    public boolean isAlive() {
        return !stuck && (!ended || drain.hasBegun());
    }

    @Override
    public void run() {
        try (queue) {
            while (!drain.hasBegun()) {
                turnOrStartOver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workThread.shutdown();
            ended = true;
        }
    }

    private static Thread workThread(Runnable work) {
        Thread thread = new Thread(work, Thread.currentThread().getName() + "-work");
        thread.setDaemon(true);
        return thread;
    }

    private void turnOrStartOver() throws InterruptedException {
        try {
            turn();
            failures = 0;
        } catch (InternalError | UnknownError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("a slot failed unexpectedly, starts over");
            queue.startOver(++failures);
        }
    }

    private void turn() throws InterruptedException {
        List<ClaimedTask> claimed = queue.claim(CLAIM_WAIT);
        if (!claimed.isEmpty()) {
            hold(claimed);
        }
    }

    private void hold(List<ClaimedTask> claimed) throws InterruptedException {
        List<TaskId> ids = claimed.stream().map(ClaimedTask::taskId).toList();
        meters.busySlots(load.takeUp(ids));
        try (MicroBatchWork work = MicroBatchWork.start(claimed, flow, queue::rendered, workThread, time)) {
            switch (keepWhile(work)) {
                case DONE -> queue.acknowledge(Acknowledgement.ACCEPT);
                case BROKEN -> reportBroken(claimed, work);
                case OUT_OF_TIME -> release(claimed);
                case LOST -> lose(claimed, work);
                case STUCK -> giveUp(claimed, work);
            }
        } finally {
            meters.busySlots(load.putDown(ids));
        }
    }

    private enum End {
        DONE,
        /** The Java machine itself failed, as when out of memory. */
        BROKEN,
        OUT_OF_TIME,
        LOST,
        STUCK
    }

    private End keepWhile(MicroBatchWork work) throws InterruptedException {
        Instant renewed = time.instant();
        while (true) {
            Duration interval = queue.renewalInterval();
            Duration untilRenewal = Duration.between(time.instant(), renewed.plus(interval));
            if (work.endsWithin(shorter(untilRenewal, LONGEST_LOOK_AWAY))) {
                return work.failure().isPresent() ? End.BROKEN : End.DONE;
            }
            if (drain.isOver()) {
                return End.OUT_OF_TIME;
            }
            if (work.isOlderThan(taskTimeout)) {
                return End.STUCK;
            }
            if (!time.instant().isBefore(renewed.plus(interval))) {
                if (!queue.renew()) {
                    return End.LOST;
                }
                renewed = time.instant();
            }
        }
    }

    /** A result, not a release: the ledger backs off before the next attempt, the broker does not. */
    private void reportBroken(List<ClaimedTask> claimed, MicroBatchWork work) throws InterruptedException {
        Throwable failure = work.failure().orElseThrow();
        FailureCode code =
                failure instanceof OutOfMemoryError ? FailureCode.DEVICE_OUT_OF_MEMORY : FailureCode.INTERNAL_ERROR;
        String name = failure.getClass().getSimpleName();
        try {
            flow.giveUp(claimed, code, "the worker failed with " + name + ", see its log");
        } catch (RuntimeException | Error e) {
            queue.acknowledge(Acknowledgement.RELEASE);
            throw e;
        }
        queue.acknowledge(Acknowledgement.ACCEPT);
    }

    /** Reported first, so that the task does not come back while its result is on its way. */
    private void giveUp(List<ClaimedTask> claimed, MicroBatchWork work) throws InterruptedException {
        TaskLog.about(LOG.atError(), claimed.get(0)).log("gave up waiting for the render");
        stuck = true;
        work.stop();
        flow.giveUp(claimed, FailureCode.RENDER_TIMED_OUT, "not rendered within " + taskTimeout.toSeconds() + " s");
        queue.acknowledge(Acknowledgement.ACCEPT);
        awaitEnd(work);
    }

    private void release(List<ClaimedTask> claimed) throws InterruptedException {
        flow.letGo(claimed);
        queue.acknowledge(Acknowledgement.RELEASE);
    }

    private void lose(List<ClaimedTask> claimed, MicroBatchWork work) throws InterruptedException {
        flow.letGo(claimed);
        awaitEnd(work);
    }

    private void awaitEnd(MicroBatchWork work) throws InterruptedException {
        work.callOff();
        while (!work.endsWithin(LONGEST_LOOK_AWAY) && !drain.isOver()) {
            stuck = work.isOlderThan(taskTimeout);
        }
        stuck = false;
    }

    private static Duration shorter(Duration one, Duration other) {
        Duration shorter = one.compareTo(other) < 0 ? one : other;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }
}
