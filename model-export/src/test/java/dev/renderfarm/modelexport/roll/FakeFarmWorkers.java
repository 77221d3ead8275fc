package dev.renderfarm.modelexport.roll;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Workers that are back as soon as they are drained, with what a test says. */
final class FakeFarmWorkers implements FarmWorkers {

    private final TreeMap<String, WorkerHeartbeat> workers = new TreeMap<>();
    private final List<String> drained = new ArrayList<>();
    private final Function<WorkerId, String> digests;
    boolean work;
    Predicate<WorkerHeartbeat> gone = worker -> false;
    boolean unreachable;
    Consumer<WorkerId> onDrain = worker -> {};

    @Nullable
    WorkerProblem problem;

    /** @param digests of the package that a worker takes when it starts */
    FakeFarmWorkers(Function<WorkerId, String> digests) {
        this.digests = digests;
    }

    void start(String id, Instant at) {
        WorkerId worker = new WorkerId(id);
        workers.put(
                id,
                new WorkerHeartbeat(
                        worker,
                        problem == null ? WorkerState.READY : WorkerState.SET_ASIDE,
                        Rolls.MODEL,
                        digests.apply(worker),
                        "CPU:0",
                        2,
                        List.of(),
                        1,
                        null,
                        0,
                        0,
                        at,
                        at,
                        problem));
    }

    List<String> drained() {
        return List.copyOf(drained);
    }

    @Override
    public List<WorkerView> of(ModelName model) {
        if (unreachable) {
            throw new RollException(FailureCode.FARM_UNREACHABLE, "no farm answers");
        }
        return workers.values().stream()
                .map(heartbeat -> new WorkerView(heartbeat, !gone.test(heartbeat)))
                .toList();
    }

    @Override
    public boolean haveWork(ModelName model) {
        return work;
    }

    @Override
    public void drain(WorkerId worker) {
        drained.add(worker.value());
        onDrain.accept(worker);
        WorkerHeartbeat before = requireNonNull(workers.get(worker.value()));
        start(worker.value(), before.startedAt().plusSeconds(1));
    }
}
