package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Departed;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ledger's tables in memory. */
final class MemoryTables implements LedgerTables {

    private final Map<BatchId, BatchEntry> batches = new HashMap<>();
    private final Map<BatchId, BatchHistory> histories = new HashMap<>();
    private final Map<TaskId, TaskEntry> tasks = new HashMap<>();
    private final Map<BatchId, Departed> departed = new HashMap<>();
    private final NavigableSet<Timer> timers = new TreeSet<>(Comparator.comparing(Timer::due)
            .thenComparing(Timer::kind)
            .thenComparing(Timer::batchId)
            .thenComparing(Timer::index));

    /** Another one that holds the same now, and shares nothing that changes. */
    MemoryTables copy() {
        MemoryTables copy = new MemoryTables();
        copy.batches.putAll(batches);
        copy.histories.putAll(histories);
        copy.tasks.putAll(tasks);
        copy.timers.addAll(timers);
        copy.departed.putAll(departed);
        return copy;
    }

    @Override
    public List<BatchEntry> activeBatches() {
        return batches.values().stream()
                .filter(batch -> !batch.status().isTerminal())
                .toList();
    }

    @Override
    public @Nullable BatchEntry batch(BatchId id) {
        return batches.get(id);
    }

    @Override
    public void put(BatchEntry batch) {
        batches.put(batch.id(), batch);
    }

    @Override
    public List<BatchEntry> ended(@Nullable BatchId after, int limit) {
        return batches.values().stream()
                .filter(batch -> batch.status().isTerminal())
                .filter(batch -> after == null || batch.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(BatchEntry::id))
                .limit(limit)
                .toList();
    }

    @Override
    public int deleteTasks(BatchId batch, int limit) {
        List<TaskId> some = tasks.keySet().stream()
                .filter(task -> task.batchId().equals(batch))
                .limit(limit)
                .toList();
        some.forEach(tasks::remove);
        return some.size();
    }

    @Override
    public void depart(BatchId batch, Departed left) {
        batches.remove(batch);
        histories.remove(batch);
        departed.put(batch, left);
    }

    @Override
    public boolean hasDeparted(BatchId batch) {
        return departed.containsKey(batch);
    }

    @Override
    public List<Departed> departed(@Nullable BatchId after, int limit) {
        return departed.values().stream()
                .filter(left -> after == null || left.batch().compareTo(after) > 0)
                .sorted(Comparator.comparing(Departed::batch))
                .limit(limit)
                .toList();
    }

    @Override
    public void forget(BatchId batch) {
        departed.remove(batch);
    }

    /** How many tasks of it are there. */
    long tasks(BatchId batch) {
        return tasks.keySet().stream()
                .filter(task -> task.batchId().equals(batch))
                .count();
    }

    @Override
    public BatchHistory history(BatchId id) {
        return histories.getOrDefault(id, BatchHistory.NONE);
    }

    @Override
    public void put(BatchId id, BatchHistory history) {
        histories.put(id, history);
    }

    @Override
    public @Nullable TaskEntry task(TaskId id) {
        return tasks.get(id);
    }

    @Override
    public void put(TaskEntry task) {
        tasks.put(task.id(), task);
    }

    @Override
    public void set(Timer timer) {
        timers.add(timer);
    }

    @Override
    public void clear(Timer timer) {
        timers.remove(timer);
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        return timers.stream()
                .takeWhile(timer -> !timer.due().isAfter(now))
                .limit(limit)
                .toList();
    }

    /** By when they are due. */
    List<Timer> inOrder() {
        return List.copyOf(timers);
    }

    int timers() {
        return timers.size();
    }
}
