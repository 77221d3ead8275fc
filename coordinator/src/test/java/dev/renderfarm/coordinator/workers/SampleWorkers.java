package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workers that a test has heard of. */
public final class SampleWorkers {

    public static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.123456Z");

    public static WorkerId heardOf(WorkerRegistry registry, String id, WorkerState state) {
        return heardOf(registry, id, state, null);
    }

    /** One that is ready, and whose device draws. */
    public static WorkerId drawing(WorkerRegistry registry, String id, WorkerActivity now) {
        return heardOf(registry, id, WorkerState.READY, now);
    }

    private static WorkerId heardOf(
            WorkerRegistry registry, String id, WorkerState state, @Nullable WorkerActivity now) {
        WorkerId worker = new WorkerId(id);
        registry.record(new WorkerHeartbeat(
                worker,
                state,
                new ModelName("tiny"),
                "sha256:00",
                "CPU:0",
                2,
                List.of(),
                1.5,
                null,
                7,
                1,
                STARTED,
                STARTED.plusSeconds(60),
                null,
                null,
                null,
                now));
        return worker;
    }

    private SampleWorkers() {}
}
