package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.gpuworker.stage.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerSlotMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerLoad load = new WorkerLoad(new ManualTime(SampleTasks.NOW));
    private final MicrometerSlotMeters meters = new MicrometerSlotMeters(load, registry);

    @Test
    void shouldCountPicturesAndFailuresWhenAttemptsEnd() {
        // When
        meters.reported(new TaskOutcome.Rendered(new StoredImage("a.png", "a.json", "00", 1)));
        meters.reported(new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "blank"));
        // Then
        assertThat(registry.get("renderfarm.images.rendered").counter().count()).isEqualTo(1);
        assertThat(registry.get("renderfarm.tasks.failed")
                        .tag("code", "blank_image")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(load.snapshot().rendered()).isEqualTo(1);
        assertThat(load.snapshot().failed()).isEqualTo(1);
    }

    @Test
    void shouldNotCountAsFailedWhatNobodyWaitedFor() {
        // When
        meters.reported(new TaskOutcome.Failed(FailureCode.BATCH_CANCELLED, "stopped"));
        // Then
        assertThat(registry.find("renderfarm.tasks.failed").counters()).isEmpty();
        assertThat(registry.get("renderfarm.tasks.dropped")
                        .tag("code", "batch_cancelled")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(load.snapshot().failed()).isZero();
    }

    @Test
    void shouldTimeStagesAndShowBusySlotsWhenSlotsWork() {
        // When
        meters.busySlots(2);
        meters.took(Map.of(Stage.DENOISE, Duration.ofSeconds(3)));
        // Then
        assertThat(registry.get("renderfarm.slots.busy").gauge().value()).isEqualTo(2);
        assertThat(registry.get("renderfarm.stage")
                        .tag("stage", "denoise")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }
}
