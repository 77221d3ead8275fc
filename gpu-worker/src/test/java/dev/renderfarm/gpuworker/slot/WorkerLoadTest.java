package dev.renderfarm.gpuworker.slot;

import static dev.renderfarm.gpuworker.sample.SampleTasks.BATCH;
import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.worker.WorkerActivity;
import org.junit.jupiter.api.Test;

class WorkerLoadTest {

    private final WorkerLoad load = new WorkerLoad(new ManualTime(NOW));

    @Test
    void shouldKeepWhatTheDeviceDrawsWhenTheOneBeforeIsPutDownLate() {
        // Given
        WorkerActivity next = drawing(2);
        load.drawing(drawing(1));
        load.drawing(next);
        // When
        load.drawnNoMore(new TaskId(BATCH, 1));
        // Then
        assertThat(load.snapshot().drawing()).isEqualTo(next);
        load.drawnNoMore(new TaskId(BATCH, 2));
        assertThat(load.snapshot().drawing()).isNull();
    }

    private static WorkerActivity drawing(int index) {
        return new WorkerActivity(new TaskId(BATCH, index), "SKU-" + index, 1, 0, 4, NOW);
    }
}
