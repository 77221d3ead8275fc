package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeenWorkersTest {

    private static final TaskId OURS = new TaskId(new BatchId("batch_ours"), 1);
    private static final TaskId THEIRS = new TaskId(new BatchId("batch_theirs"), 2);
    private static final WorkerView WORKER = new WorkerView(
            new WorkerHeartbeat(
                    new WorkerId("w1"),
                    WorkerState.READY,
                    new ModelName("tiny"),
                    "sha256:0",
                    "CPU:0",
                    2,
                    List.of(OURS, THEIRS),
                    1.5,
                    0.97,
                    10,
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null,
                    "node-a",
                    null,
                    new WorkerActivity(THEIRS, "SECRET SKU", 1, 3, 8, Instant.EPOCH)),
            true);

    @Test
    void shouldLeaveOutWhatAWorkerDoesForOthers() {
        WorkerHeartbeat told =
                new SeenWorkers(OURS::equals).of(List.of(WORKER)).get(0).heartbeat();
        assertThat(told.tasksHeld()).containsExactly(OURS);
        assertThat(told.now()).isNull();
        assertThat(told.host()).isEqualTo("node-a");
    }

    @Test
    void shouldTellAllToWhoSeesEverything() {
        assertThat(SeenWorkers.ALL.of(List.of(WORKER))).containsExactly(WORKER);
        assertThat(new SeenWorkers(task -> true).of(List.of(WORKER))).containsExactly(WORKER);
    }
}
