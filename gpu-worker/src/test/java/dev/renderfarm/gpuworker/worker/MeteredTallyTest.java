package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.backoff.ManualTime;
import dev.renderfarm.gpuworker.slot.Workload;
import dev.renderfarm.gpuworker.stage.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeteredTallyTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workload workload = new Workload(new ManualTime());
    private final MeteredTally tally = new MeteredTally(workload, meters);

    @Test
    void shouldCountPicturesAndFailuresWhenAttemptsEnd() {
        // When
        tally.reported(new TaskOutcome.Rendered(new StoredImage("a.png", "a.json", "00", 1)));
        tally.reported(new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "blank"));
        // Then
        assertThat(meters.get("renderfarm.images.rendered").counter().count()).isEqualTo(1);
        assertThat(meters.get("renderfarm.tasks.failed")
                        .tag("code", "blank_image")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(workload.snapshot().rendered()).isEqualTo(1);
        assertThat(workload.snapshot().failed()).isEqualTo(1);
    }

    @Test
    void shouldTimeStagesAndShowBusySlotsWhenSlotsWork() {
        // When
        tally.busySlots(2);
        tally.took(Map.of(Stage.DENOISE, Duration.ofSeconds(3)));
        // Then
        assertThat(meters.get("renderfarm.slots.busy").gauge().value()).isEqualTo(2);
        assertThat(meters.get("renderfarm.stage")
                        .tag("stage", "denoise")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }
}
