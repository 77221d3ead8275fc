package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.DrawingsView;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one page is told, round by round: what has changed since the round before. A reader that misses rounds gets what
 * stands when it comes back, so nothing heaps up for it. For one thread at a time; to be closed.
 */
public final class PageEvents implements AutoCloseable {

    /** @param id what the reader has had: the sum of the sequence numbers of its batches */
    public record Event(String name, long id, Object data) {}

    /**
     * What a page wants to hear of.
     *
     * @param seen what of the workers it is told
     * @param resumed whether it was told of some of it before, and may have missed some since
     */
    public record Interest(List<BatchId> batches, boolean workers, boolean farm, boolean resumed, SeenWorkers seen) {

        /** Of whoever sees everybody's tasks. */
        public Interest(List<BatchId> batches, boolean workers, boolean farm, boolean resumed) {
            this(batches, workers, farm, resumed, SeenWorkers.ALL);
        }

        public Interest {
            batches = List.copyOf(batches);
        }
    }

    private record Told(long sequence, BatchStatus status) {}

    private final Interest interest;
    private final BatchDirectory batches;
    private final FarmPulse pulse;
    private final TaskChanges.Watch watch;
    private final Map<BatchId, Told> told = new LinkedHashMap<>();
    private final Map<BatchId, DrawingsView> drawn = new HashMap<>();
    private Set<TaskId> held = Set.of();
    private @Nullable List<WorkerView> workers;
    private @Nullable FarmView farm;

    public PageEvents(Interest interest, BatchDirectory batches, FarmPulse pulse, TaskChanges changes) {
        this.interest = interest;
        this.batches = batches;
        this.pulse = pulse;
        this.watch = changes.watch(interest.batches());
    }

    /** The events of a round; what cannot be read now is looked at in the next one. */
    public List<Event> next() {
        List<Event> events = new ArrayList<>();
        try {
            List<Batch> changed = changedBatches();
            changed.forEach(batch -> events.add(new Event("batch", 0, batch)));
            noteHeld();
            watch.take().forEach(change -> events.add(new Event("tasks", 0, change)));
            noteDrawings(events);
            noteWorkers(events);
            noteFarm(events);
        } catch (LedgerUnavailableException e) {
            // it starts or moves: a later round tells
        }
        long id = told.values().stream().mapToLong(Told::sequence).sum();
        return events.stream()
                .map(event -> new Event(event.name(), id, event.data()))
                .toList();
    }

    @Override
    public void close() {
        watch.close();
    }

    private List<Batch> changedBatches() {
        List<Batch> changed = new ArrayList<>();
        for (BatchId id : interest.batches()) {
            batches.get(id).ifPresent(batch -> {
                Told before = told.get(id);
                if (before == null || batch.renderfarm().sequence() > before.sequence()) {
                    changed.add(batch);
                    told.put(id, new Told(batch.renderfarm().sequence(), batch.status()));
                    noteAllTasks(batch, before);
                }
            });
        }
        return changed;
    }

    /** Where a batch was stopped, or was validated, every task of it may stand elsewhere; so where some was missed. */
    private void noteAllTasks(Batch batch, @Nullable Told before) {
        boolean moved = before == null ? interest.resumed() : before.status() != batch.status();
        int total = batch.taskCounts().total();
        if (moved && total > 0) {
            watch.changed(batch.id(), 0, total - 1);
        }
    }

    /** Tasks that workers have taken up or put down since. */
    private void noteHeld() {
        Set<BatchId> watched = told.keySet();
        if (watched.isEmpty()) {
            return;
        }
        Set<TaskId> now = pulse.workers().stream()
                .flatMap(worker -> worker.heartbeat().tasksHeld().stream())
                .filter(task -> watched.contains(task.batchId()))
                .collect(Collectors.toCollection(HashSet::new));
        now.stream().filter(task -> !held.contains(task)).forEach(this::noteTask);
        held.stream().filter(task -> !now.contains(task)).forEach(this::noteTask);
        held = now;
    }

    private void noteTask(TaskId task) {
        watch.changed(task.batchId(), task.index(), task.index());
    }

    /** How far devices are with pictures of its batches, where that has changed. */
    private void noteDrawings(List<Event> events) {
        Map<BatchId, List<DrawingsView.Drawn>> now = new HashMap<>();
        for (WorkerView worker : pulse.workers()) {
            WorkerActivity activity = worker.heartbeat().now();
            if (activity != null
                    && worker.live()
                    && told.containsKey(activity.taskId().batchId())) {
                now.computeIfAbsent(activity.taskId().batchId(), batch -> new ArrayList<>())
                        .add(new DrawingsView.Drawn(activity.taskId().index(), activity.step(), activity.steps()));
            }
        }
        for (BatchId batch : told.keySet()) {
            List<DrawingsView.Drawn> drawings = now.getOrDefault(batch, List.of()).stream()
                    .sorted(Comparator.comparingInt(DrawingsView.Drawn::index))
                    .limit(DrawingsView.MOST)
                    .toList();
            DrawingsView view = new DrawingsView(batch, drawings);
            DrawingsView before = drawn.put(batch, view);
            if (before == null ? !drawings.isEmpty() : !view.equals(before)) {
                events.add(new Event("drawings", 0, view));
            }
        }
    }

    private void noteWorkers(List<Event> events) {
        if (interest.workers()) {
            List<WorkerView> now = interest.seen().of(pulse.workers());
            if (!now.equals(workers)) {
                workers = now;
                events.add(new Event(
                        "workers",
                        0,
                        ListView.of(now, worker -> worker.heartbeat().workerId(), false)));
            }
        }
    }

    private void noteFarm(List<Event> events) {
        if (interest.farm()) {
            FarmView now = pulse.withoutCurve();
            if (!now.equals(farm)) {
                farm = now;
                events.add(new Event("farm", 0, now));
            }
        }
    }
}
