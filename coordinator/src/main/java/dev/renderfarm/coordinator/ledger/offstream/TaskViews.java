package dev.renderfarm.coordinator.ledger.offstream;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.PublicText;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskUsage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Every task of a batch by index, those that were never dispatched and so have no entry among them. */
final class TaskViews implements Iterator<TaskView> {

    private final BatchEntry batch;
    private final Iterator<TaskEntry> entries;
    private @Nullable TaskEntry ahead;
    private int index;

    /** @param entries of tasks from index {@code from} on */
    TaskViews(BatchEntry batch, int from, Iterator<TaskEntry> entries) {
        this.batch = batch;
        this.entries = entries;
        this.index = from;
    }

    @Override
    public boolean hasNext() {
        return index < batch.counts().total();
    }

    @Override
    public TaskView next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + batch.counts().total() + " tasks were read");
        }
        if (ahead == null && entries.hasNext()) {
            ahead = entries.next();
        }
        TaskEntry entry = ahead != null && ahead.id().index() == index ? ahead : null;
        if (entry != null) {
            ahead = null;
        }
        return view(new TaskId(batch.id(), index++), entry);
    }

    private static TaskView.Attempt view(TaskEntry.Attempt ended) {
        String detail = ended.detail();
        return new TaskView.Attempt(
                ended.number(),
                ended.workerId(),
                ended.code(),
                detail == null ? null : PublicText.of(detail),
                ended.endedAt());
    }

    private static @Nullable Usage usage(@Nullable TaskEntry entry) {
        TaskUsage usage = entry == null ? null : entry.usage();
        return usage == null ? null : usage.usage();
    }

    private TaskView view(TaskId id, @Nullable TaskEntry entry) {
        TaskState state = batch.stateOf(entry);
        return new TaskView(
                id,
                state,
                entry == null
                        ? List.of()
                        : entry.ended().stream().map(TaskViews::view).toList(),
                entry == null ? null : entry.image(),
                usage(entry),
                entry == null ? null : entry.review(),
                state.isSettled() ? null : waitingFor(state, entry));
    }

    /** What keeps its batch keeps it too; else it may wait for another attempt. */
    private @Nullable WaitingFor waitingFor(TaskState state, @Nullable TaskEntry entry) {
        WaitingFor ofBatch = batch.waitingFor();
        if (ofBatch != null && ofBatch.code() != WaitingCode.RETRIES) {
            return ofBatch;
        }
        if (state != TaskState.WAITING || entry == null || entry.ended().isEmpty()) {
            return null;
        }
        TaskEntry.Attempt last = entry.ended().get(entry.ended().size() - 1);
        String failed = last.code() == null ? "" : " after " + last.code().wireName();
        Instant due = entry.due();
        return new WaitingFor(
                WaitingCode.RETRIES,
                "it is tried again" + failed
                        + (due == null ? "" : ", not before " + due.truncatedTo(ChronoUnit.SECONDS)),
                last.endedAt());
    }
}
