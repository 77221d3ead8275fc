package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Workforce;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Workers as a test says they are: at first one that is ready, with one slot. */
public final class FakeCapacity implements FarmCapacity {

    private final Set<TaskId> held = new HashSet<>();
    private final Map<TaskId, WorkerId> vanished = new HashMap<>();
    private final Map<WorkerId, WorkerHeartbeat> workers =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));

    public FakeCapacity() {
        become(1, 0);
    }

    /** One ready worker of so many slots, none for 0, instead of all others. */
    public void become(int slots, double imagesPerSecond) {
        workers.clear();
        if (slots > 0) {
            put(heartbeat(Samples.WORKER, WorkerState.READY, slots, imagesPerSecond, null));
        }
    }

    /** A worker of one slot that comes, or is in another state now. */
    public void become(WorkerId worker, WorkerState state) {
        put(heartbeat(worker, state, 1, 0, null));
    }

    /** A worker that is set aside. */
    public void setAside(WorkerId worker, WorkerProblem problem) {
        put(heartbeat(worker, WorkerState.SET_ASIDE, 1, 0, problem));
    }

    public void leave(WorkerId worker) {
        workers.remove(worker);
    }

    /** Some worker has it in hand. */
    public void hold(TaskId task) {
        held.add(task);
    }

    public void release(TaskId task) {
        held.remove(task);
    }

    /** The worker had it in hand and has gone without a word. */
    public void vanishWith(WorkerId worker, TaskId task) {
        leave(worker);
        vanished.put(task, worker);
    }

    @Override
    public Workforce workforce(ModelName model) {
        Workforce counted = Workforce.of(workers.values());
        Map<BatchId, Integer> inHand = new HashMap<>();
        held.forEach(task -> inHand.merge(task.batchId(), 1, Integer::sum));
        return new Workforce(
                counted.ready(),
                counted.slots(),
                counted.rendering(),
                counted.imagesPerSecond(),
                counted.starting(),
                counted.setAside(),
                counted.problems(),
                Math.min(held.size(), counted.ready().size()),
                inHand);
    }

    @Override
    public boolean holds(TaskId task) {
        return held.contains(task);
    }

    @Override
    public Optional<WorkerId> vanishedHolder(TaskId task) {
        return Optional.ofNullable(vanished.get(task));
    }

    private void put(WorkerHeartbeat worker) {
        workers.put(worker.workerId(), worker);
    }

    private static WorkerHeartbeat heartbeat(
            WorkerId id, WorkerState state, int slots, double rate, @Nullable WorkerProblem problem) {
        return new WorkerHeartbeat(
                id,
                state,
                Samples.MODEL,
                "sha256:00",
                "CPU:0",
                slots,
                List.of(),
                rate,
                null,
                0,
                0,
                Samples.START,
                Samples.START,
                problem);
    }
}
