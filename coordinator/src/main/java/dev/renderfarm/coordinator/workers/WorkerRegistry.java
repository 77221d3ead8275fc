package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.api.TaskDrawing;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Workforce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The last heartbeat of every worker. A worker is live for a while after its heartbeat has arrived, or came into the
 * topic where it had been waiting there; the worker's own clock does not count. Workers unheard of for
 * {@link #RETENTION} are dropped. Safe for several threads.
 */
public final class WorkerRegistry implements FarmCapacity {

    static final Duration RETENTION = Duration.ofHours(1);

    private record Sighting(WorkerHeartbeat heartbeat, Set<TaskId> held, Instant seenAt) {}

    private final Map<WorkerId, Sighting> workers = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Duration window;

    /** @param window how long a heartbeat is believed */
    public WorkerRegistry(InstantSource clock, Duration window) {
        this.clock = clock;
        this.window = window;
    }

    /** A heartbeat that has just arrived. */
    void record(WorkerHeartbeat heartbeat) {
        recall(heartbeat, clock.instant());
    }

    /**
     * A heartbeat that had been waiting in the topic.
     *
     * @param writtenAt when it came into the topic
     */
    void recall(WorkerHeartbeat heartbeat, Instant writtenAt) {
        Instant now = clock.instant();
        Instant seenAt = writtenAt.isBefore(now) ? writtenAt : now;
        workers.values().removeIf(old -> old.seenAt().isBefore(now.minus(RETENTION)));
        if (seenAt.isAfter(now.minus(RETENTION))) {
            workers.put(heartbeat.workerId(), new Sighting(heartbeat, Set.copyOf(heartbeat.tasksHeld()), seenAt));
        }
    }

    void remove(WorkerId worker) {
        workers.remove(worker);
    }

    /** One that has been heard of in the last hour. */
    public Optional<WorkerView> view(WorkerId worker) {
        return Optional.ofNullable(workers.get(worker))
                .filter(sighting -> sighting.seenAt().isAfter(clock.instant().minus(RETENTION)))
                .map(sighting -> new WorkerView(sighting.heartbeat(), isLive(sighting)));
    }

    /** All that have been heard of in the last hour, by id. */
    public List<WorkerView> views() {
        return workers.values().stream()
                .map(sighting -> new WorkerView(sighting.heartbeat(), isLive(sighting)))
                .sorted(Comparator.comparing(view -> view.heartbeat().workerId().value()))
                .toList();
    }

    /** What devices of live workers draw now, by the first task of what each draws together. */
    public Map<TaskId, TaskDrawing> drawings() {
        Map<TaskId, TaskDrawing> drawings = new HashMap<>();
        live().map(sighting -> sighting.heartbeat().now())
                .filter(Objects::nonNull)
                .forEach(now -> drawings.put(now.taskId(), TaskDrawing.of(now)));
        return drawings;
    }

    @Override
    public Workforce workforce(ModelName model) {
        return Workforce.of(live().map(Sighting::heartbeat)
                .filter(heartbeat -> heartbeat.model().equals(model))
                .toList());
    }

    @Override
    public boolean holds(TaskId task) {
        return live().anyMatch(sighting -> sighting.held().contains(task));
    }

    @Override
    public Optional<WorkerId> vanishedHolder(TaskId task) {
        return workers.values().stream()
                .filter(sighting -> !isLive(sighting)
                        && sighting.heartbeat().state() != WorkerState.STOPPED
                        && sighting.held().contains(task))
                .map(sighting -> sighting.heartbeat().workerId())
                .findFirst();
    }

    private Stream<Sighting> live() {
        return workers.values().stream().filter(this::isLive);
    }

    private boolean isLive(Sighting sighting) {
        return sighting.heartbeat().state() != WorkerState.STOPPED
                && !sighting.seenAt().isBefore(clock.instant().minus(window));
    }
}
