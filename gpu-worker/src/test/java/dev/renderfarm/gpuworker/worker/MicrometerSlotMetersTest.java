package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.gpuworker.stage.Stage;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerSlotMetersTest {

    private static final Duration TOOK = Duration.ofSeconds(2);
    private static final Traceparent TRACE = Traceparent.parse(
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .orElseThrow();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerLoad load = new WorkerLoad(new ManualTime(SampleTasks.NOW));
    private final TaskExemplars exemplars = new TaskExemplars();
    private final MicrometerSlotMeters meters = new MicrometerSlotMeters(load, exemplars, registry);

    @Test
    void shouldCountPicturesAndFailuresWhenAttemptsEnd() {
        // When
        meters.reported(new TaskOutcome.Rendered(new StoredImage("a.png", "a.json", "00", 1)), TOOK, null);
        meters.reported(new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "blank"), TOOK, null);
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
    void shouldNameTheCheckThatAPictureFailedWhichIsKept() {
        // Given
        var kept = new StoredImage(
                "a.png", "a.json", "00", 1, null, new Rejection(FailureCode.UNIFORM_IMAGE, "by 1.0 of 255"), null);
        // When
        meters.reported(new TaskOutcome.Rendered(kept), TOOK, null);
        // Then
        assertThat(registry.get("renderfarm.images.rejected")
                        .tag("code", "uniform_image")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("renderfarm.images.rendered").counter().count()).isEqualTo(1);
    }

    @Test
    void shouldCountByProfileAndRuleWhatWasMended() {
        // Given
        var report = new DeliveryReport(
                "amazon-main",
                new ImageSize(1024, 1024),
                List.of(
                        new RuleFinding(ProfileRule.BACKGROUND, "9 pixels", "255"),
                        new RuleFinding(ProfileRule.FILL, "61 %", "85 %")),
                List.of());
        var mended = new StoredImage("a.jpg", "a.json", "00", 1, null, null, report);
        // When
        meters.reported(new TaskOutcome.Rendered(mended), TOOK, null);
        // Then
        assertThat(registry.get("renderfarm.images.mended")
                        .tag("profile", "amazon-main")
                        .tag("rule", "fill")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNameTheTraceOfThePictureThatIsCounted() {
        // Given
        var prometheus = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT,
                new CollectorRegistry(),
                Clock.SYSTEM,
                exemplars.sampler().orElseThrow());
        var traced = new MicrometerSlotMeters(load, exemplars, prometheus);
        // When
        traced.reported(new TaskOutcome.Rendered(new StoredImage("a.png", "a.json", "00", 1)), TOOK, TRACE);
        traced.reported(new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "blank"), TOOK, null);
        // Then
        String named = "# {span_id=\"" + TRACE.spanId() + "\",trace_id=\"" + TRACE.traceId() + "\"}";
        assertThat(prometheus.scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100).lines())
                .filteredOn(line -> line.contains(named))
                .anySatisfy(line -> assertThat(line).startsWith("renderfarm_images_rendered_total 1.0 #"))
                .anySatisfy(line -> assertThat(line).startsWith("renderfarm_task_seconds_bucket"));
    }

    @Test
    void shouldNotCountAsFailedWhatNobodyWaitedFor() {
        // When
        meters.reported(new TaskOutcome.Failed(FailureCode.BATCH_CANCELLED, "stopped"), TOOK, null);
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
