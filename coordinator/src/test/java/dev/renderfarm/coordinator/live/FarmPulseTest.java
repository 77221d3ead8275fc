package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.TestBatches;
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

    @Test
    void shouldExpectTheLastOfThoseThatGoOnAndNothingWhereOneIsNotKnown() {
        // Given
        Batch mugs = expecting("batch_1", new Eta(NOON.plusSeconds(10), NOON.plusSeconds(90)));
        Batch jars = expecting("batch_2", new Eta(NOON.plusSeconds(20), NOON.plusSeconds(30)));
        // Then
        assertThat(eta(mugs, jars)).isEqualTo(new Eta(NOON.plusSeconds(20), NOON.plusSeconds(90)));
        assertThat(eta(mugs, expecting("batch_3", null))).isNull();
        assertThat(eta()).isNull();
    }

    private static @Nullable Eta eta(Batch... open) {
        FarmCurve curve = new FarmCurve(InstantSource.fixed(NOON));
        return new FarmPulse(List::of, () -> List.of(open), curve, SampleDays.empty())
                .view()
                .eta();
    }

    private static Batch expecting(String id, @Nullable Eta eta) {
        Batch batch = TestBatches.batch(new BatchId(id), BatchStatus.IN_PROGRESS, 1, 5, null);
        return TestBatches.shared(batch, Sharing.DEFAULT, new Course(0, eta, null));
    }

    private static @Nullable Double busyRatio(WorkerView... workers) {
        FarmCurve curve = new FarmCurve(InstantSource.fixed(NOON));
        return new FarmPulse(() -> List.of(workers), List::of, curve, SampleDays.empty())
                .view()
                .busyRatio();
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
