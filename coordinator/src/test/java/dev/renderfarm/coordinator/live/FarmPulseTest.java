package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarmPulseTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final List<TaskId> A_PICTURE = List.of(new TaskId(new BatchId("batch_1"), 7));

    @Test
    void shouldCountWorkersWithoutPicturesAsIdleHoweverBusyTheyWere() {
        assertThat(busyRatio(worker("w1", A_PICTURE, 0.9, true), worker("w2", List.of(), 0.9, true)))
                .isEqualTo(0.45);
    }

    @Test
    void shouldCountNoWorkerThatHasGoneAndTellNothingWithoutAny() {
        // Given
        WorkerView gone = worker("w2", A_PICTURE, 0.9, false);
        // Then
        assertThat(busyRatio(worker("w1", A_PICTURE, 0.5, true), gone)).isEqualTo(0.5);
        assertThat(busyRatio(worker("w1", A_PICTURE, null, true))).isZero();
        assertThat(busyRatio(gone)).isNull();
    }

    private static @Nullable Double busyRatio(WorkerView... workers) {
        FarmCurve curve = new FarmCurve(InstantSource.fixed(NOON));
        return new FarmPulse(() -> List.of(workers), List::of, curve).view().busyRatio();
    }

    private static WorkerView worker(String id, List<TaskId> held, @Nullable Double ratio, boolean live) {
        return new WorkerView(
                new WorkerHeartbeat(
                        new WorkerId(id),
                        WorkerState.READY,
                        new ModelName("tiny"),
                        "sha256:0",
                        "GPU:0",
                        2,
                        held,
                        1,
                        ratio,
                        1,
                        0,
                        NOON,
                        NOON,
                        null),
                live);
    }
}
