package dev.renderfarm.cli.download;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a running batch that are finished, each until it is done with. A round asks for what comes after the
 * last that was finished, and for the gaps before it: pictures are finished nearly in the order of the input. So it
 * asks little, however large the batch is. One thread walks; {@link #done} is for any.
 */
final class FinishedTasks {

    /** Is given each finished task. */
    @FunctionalInterface
    interface Visitor {
        void visit(TaskView task) throws InterruptedException;
    }

    private static final int PAGE = 1_000;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final int PAUSE_TO_ASKING = 10;

    private final FarmClient client;
    private final BatchId batch;
    private final InstantSource clock;
    /** Tasks that were done with, or will have no picture. */
    private final BitSet closed = new BitSet();

    private int end;
    private Duration asked = Duration.ZERO;
    private Instant next = Instant.MIN;

    FinishedTasks(FarmClient client, BatchId batch, InstantSource clock) {
        this.client = client;
        this.batch = batch;
        this.clock = clock;
    }

    /** Whether a round may begin: most of the time the farm is not asked. */
    boolean areDue() {
        return !clock.instant().isBefore(next);
    }

    void visit(Visitor visitor) throws InterruptedException {
        asked = Duration.ZERO;
        for (int from = open(0); from < end; ) {
            ListView<TaskView> gap = page(null, gapFrom(from), from);
            from = open(Math.max(from, visit(gap, visitor)) + 1);
        }
        ListView<TaskView> page;
        int from = end;
        do {
            page = page(TaskState.COMPLETED, PAGE, from);
            int last = visit(page, visitor);
            end = Math.max(end, last + 1);
            from = page.lastId() == null ? from : TaskId.parse(page.lastId()).index() + 1;
        } while (page.hasMore() && page.lastId() != null);
        Duration pause = asked.multipliedBy(PAUSE_TO_ASKING);
        next = clock.instant().plus(pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE);
    }

    void done(TaskId task) {
        synchronized (closed) {
            closed.set(task.index());
        }
    }

    /** @return index of the last task of the page; -1 of an empty one */
    private int visit(ListView<TaskView> page, Visitor visitor) throws InterruptedException {
        int last = -1;
        for (TaskView task : page.data()) {
            last = task.id().index();
            if (task.state() == TaskState.COMPLETED) {
                visitor.visit(task);
            } else if (task.state().isSettled()) {
                done(task.id());
            }
        }
        return last;
    }

    private int open(int from) {
        synchronized (closed) {
            return closed.nextClearBit(from);
        }
    }

    /** How many tasks in a row are open. */
    private int gapFrom(int from) {
        synchronized (closed) {
            int after = closed.nextSetBit(from);
            return Math.min(PAGE, (after < 0 ? end : Math.min(after, end)) - from);
        }
    }

    private ListView<TaskView> page(@Nullable TaskState state, int limit, int from) throws InterruptedException {
        Instant began = clock.instant();
        try {
            return client.tasks(batch, state, limit, from == 0 ? null : new TaskId(batch, from - 1));
        } finally {
            asked = asked.plus(Duration.between(began, clock.instant()));
        }
    }
}
