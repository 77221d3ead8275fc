package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What commands about single pictures do. One that a command names and that is not as it needs stays as it is. */
public final class PictureDecisions {

    /** Verdicts stand beside the pictures, whether or not their batch has ended; repeating them changes nothing. */
    public Optional<Decision> review(
            BatchEntry batch, BatchCommand.Review command, Function<TaskId, @Nullable TaskEntry> tasks) {
        Map<Integer, TaskEntry> changed = new LinkedHashMap<>();
        BatchEntry next = batch;
        for (Said said : command.said()) {
            TaskEntry before = changed.containsKey(said.index())
                    ? changed.get(said.index())
                    : tasks.apply(new TaskId(batch.id(), said.index()));
            if (before != null && before.state() == TaskState.COMPLETED && !isSaid(before, said)) {
                next = next.reviewed(before.verdict(), said.verdict());
                changed.put(said.index(), before.reviewed(new Review(said.verdict(), said.note(), command.at())));
            }
        }
        return Optional.of(Decision.ofSeveral(next, List.copyOf(changed.values()), List.of()));
    }

    private static boolean isSaid(TaskEntry task, Said said) {
        Review last = task.review();
        return last != null && last.verdict() == said.verdict() && java.util.Objects.equals(last.note(), said.note());
    }

    /** Tasks that have not settled are cancelled, one by one; what comes of them later counts for nothing. */
    public Optional<Decision> skip(
            BatchEntry batch, BatchCommand.Skip command, Function<TaskId, @Nullable TaskEntry> tasks, Instant now) {
        if (!batch.goesOn()) {
            return Optional.empty();
        }
        List<TaskEntry> skipped = new ArrayList<>();
        List<Timer> cleared = new ArrayList<>();
        BatchEntry next = batch;
        for (int index : new LinkedHashSet<>(command.indexes())) {
            TaskId id = new TaskId(batch.id(), index);
            TaskEntry task = tasks.apply(id);
            if (index < batch.counts().total() && (task == null || !task.state().isSettled())) {
                next = counted(next, task);
                skipped.add(task == null ? TaskEntry.neverNeeded(id, now) : task.skipped(now));
                cleared.addAll(task == null ? List.of() : task.timers());
            }
        }
        return Optional.of(BatchDecisions.finalizeIfSettled(Decision.ofSeveral(next, skipped, cleared), now));
    }

    private static BatchEntry counted(BatchEntry batch, @Nullable TaskEntry task) {
        BatchCounts counts = batch.counts();
        if (task == null) {
            return batch.settledAhead().withCounts(counts.cancelledUndispatched());
        }
        return batch.withCounts(
                task.state() == TaskState.IN_FLIGHT ? counts.cancelledInFlight() : counts.cancelledRetrying());
    }
}
