package dev.renderfarm.coordinator.ledger.offstream;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TaskLetters;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link TaskDirectory} on the ledger's own tables: of the batches that this replica keeps. */
public final class StoredTaskDirectory implements TaskDirectory {

    static final int MOST_LOOKED_AT = 10_000;

    private final LedgerReader reader;
    private final KeptBatches batches;

    /** @param batches that the whole farm knows */
    public StoredTaskDirectory(LedgerReader reader, BatchDirectory batches, Retention retention, InstantSource clock) {
        this.reader = reader;
        this.batches = new KeptBatches(reader, batches, retention, clock);
    }

    @Override
    public Page list(BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit) {
        if (from < 0 || limit < 1) {
            throw new IllegalArgumentException("from must be 0 or more and limit 1 or more: " + from + ", " + limit);
        }
        Predicate<TaskView> wanted = task -> TaskDirectory.takes(task, state, verdict);
        return batches.entry(batch, "what becomes of tasks")
                .map(entry -> page(entry, wanted, from, limit))
                .orElseGet(() -> new Page(List.of(), null));
    }

    @Override
    public TaskLetters letters(BatchId batch) {
        return batches.entry(batch, "what becomes of tasks")
                .map(this::letters)
                .orElseGet(() -> new TaskLetters(0, TaskState.WAITING));
    }

    private TaskLetters letters(BatchEntry batch) {
        TaskLetters letters = new TaskLetters(batch.counts().total(), batch.stateOf(null));
        try (LedgerReader.TaskCursor entries = reader.tasks(batch.id(), 0)) {
            while (entries.hasNext()) {
                TaskEntry task = entries.next();
                if (task.id().index() < letters.total()) {
                    letters.set(task.id().index(), batch.stateOf(task), task.verdict());
                }
            }
        }
        return letters;
    }

    private Page page(BatchEntry batch, Predicate<TaskView> wanted, int from, int limit) {
        List<TaskView> found = new ArrayList<>();
        int next = from;
        try (LedgerReader.TaskCursor entries = reader.tasks(batch.id(), from)) {
            TaskViews views = new TaskViews(batch, from, entries);
            while (views.hasNext() && found.size() < limit && next - from < MOST_LOOKED_AT) {
                TaskView view = views.next();
                next++;
                if (wanted.test(view)) {
                    found.add(view);
                }
            }
            return new Page(found, views.hasNext() ? next : null);
        }
    }
}
