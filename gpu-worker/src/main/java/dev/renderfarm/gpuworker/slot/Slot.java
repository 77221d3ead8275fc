package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.TaskQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue.Settlement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a micro-batch, has it worked on, keeps its lock meanwhile, settles it, and begins again until the worker drains. The thread
 * that runs it owns the queue; the work itself is done on a thread of its own, so that a long step never costs the lock.
 */
public final class Slot implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration CLAIM_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_LOOK_AWAY = Duration.ofMillis(200);

    private final TaskQueue queue;
    private final TaskFlow flow;
    private final Workload workload;
    private final Tally tally;
    private final Drain drain;
    private final Duration taskTimeout;
    private volatile boolean stuck;

    /** @param taskTimeout after which a micro-batch is reported as timed out */
    public Slot(TaskQueue queue, TaskFlow flow, Workload workload, Tally tally, Drain drain, Duration taskTimeout) {
        this.queue = queue;
        this.flow = flow;
        this.workload = workload;
        this.tally = tally;
        this.drain = drain;
        this.taskTimeout = taskTimeout;
    }

    /** Work that was given up on does not end: the device hangs, and only a restart of the process helps. */
    public boolean isStuck() {
        return stuck;
    }

    @Override
    public void run() {
        try (queue) {
            while (!drain.hasBegun()) {
                List<ClaimedTask> claimed = queue.claim(CLAIM_WAIT);
                if (!claimed.isEmpty()) {
                    hold(claimed);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hold(List<ClaimedTask> claimed) throws InterruptedException {
        List<TaskId> ids = claimed.stream().map(ClaimedTask::taskId).toList();
        tally.busySlots(workload.takeUp(ids));
        try (Work work = Work.start(claimed, flow)) {
            switch (keepWhile(work)) {
                case DONE -> queue.settle(Settlement.ACCEPT);
                case BROKEN, OUT_OF_TIME -> queue.settle(Settlement.RELEASE);
                case LOST -> awaitEnd(work);
                case STUCK -> giveUp(claimed, work);
            }
        } finally {
            tally.busySlots(workload.putDown(ids));
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

    private End keepWhile(Work work) throws InterruptedException {
        long started = System.nanoTime();
        long renewed = started;
        while (true) {
            Duration interval = queue.renewalInterval();
            Duration untilRenewal = interval.minusNanos(System.nanoTime() - renewed);
            if (work.endsWithin(shorter(untilRenewal, LONGEST_LOOK_AWAY))) {
                return work.isBroken() ? End.BROKEN : End.DONE;
            }
            if (drain.isOver()) {
                return End.OUT_OF_TIME;
            }
            long now = System.nanoTime();
            if (now - started >= taskTimeout.toNanos()) {
                return End.STUCK;
            }
            if (now - renewed >= interval.toNanos()) {
                if (!queue.renew()) {
                    return End.LOST;
                }
                renewed = System.nanoTime();
            }
        }
    }

    /** Reported first, so that the task does not come back while its result is on its way. */
    private void giveUp(List<ClaimedTask> claimed, Work work) throws InterruptedException {
        LOG.atError().addKeyValue("taskId", claimed.get(0).taskId()).log("gave up waiting for the render");
        work.stop();
        flow.giveUp(claimed, FailureCode.RENDER_TIMED_OUT, "not rendered within " + taskTimeout.toSeconds() + " s");
        queue.settle(Settlement.ACCEPT);
        stuck = true;
        awaitEnd(work);
        stuck = false;
    }

    private void awaitEnd(Work work) throws InterruptedException {
        work.callOff();
        while (!work.endsWithin(LONGEST_LOOK_AWAY) && !drain.isOver()) {
            LOG.atTrace().log("waiting for work that was called off");
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        Duration shorter = one.compareTo(other) < 0 ? one : other;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }
}
