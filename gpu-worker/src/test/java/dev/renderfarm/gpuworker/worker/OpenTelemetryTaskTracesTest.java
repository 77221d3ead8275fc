package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.trace.TaskSampling;
import dev.renderfarm.gpuworker.trace.TaskTrace;
import dev.renderfarm.tracing.span.TraceSettings;
import dev.renderfarm.tracing.span.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OpenTelemetryTaskTracesTest {

    private static final Traceparent KEPT = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    private static final Traceparent DROPPED =
            new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
    private static final TaskOutcome LEFT = new TaskOutcome.Declined("it failed here before");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final ManualTime time = new ManualTime(SampleTasks.NOW);

    @AutoClose
    private final Tracing tracing = Tracing.through(
            SimpleSpanProcessor.create(spans),
            new TraceSettings(URI.create("http://collector:4318"), Map.of(), "renderfarm-test", "1", "one"));

    @Test
    void shouldTellEveryFailureAndLinkItToItsBatchThoughNoShareIsTraced() {
        // When
        TaskTrace trace = report(0, KEPT, new TaskOutcome.Failed(FailureCode.RENDER_FAILED, "no"));
        Objects.requireNonNull(trace).ended();
        // Then
        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactly("send renderfarm.results", "process renderfarm.tasks." + SampleTasks.MANIFEST.name());
        SpanData root = spans.getFinishedSpanItems().get(1);
        assertThat(root.getParentSpanContext().isValid()).isFalse();
        assertThat(root.getTraceId()).isNotEqualTo(KEPT.traceId());
        assertThat(root.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(KEPT.spanId()));
        assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(trace.cause().traceId()).isEqualTo(root.getTraceId());
    }

    @Test
    void shouldTellNothingElseWhenNoShareIsTraced() {
        assertThat(report(0, KEPT, LEFT)).isNull();
    }

    @Test
    void shouldTellNothingOfABatchThatIsNotTraced() {
        assertThat(report(1, DROPPED, LEFT)).isNull();
        assertThat(report(1, null, LEFT)).isNull();
        assertThat(traces(1).begin(claimed(DROPPED))).isNull();
        assertThat(traces(1).begin(claimed(null))).isNull();
        assertThat(traces(1).begin(claimed(KEPT))).isNotNull();
    }

    private @Nullable TaskTrace report(double share, @Nullable Traceparent batch, TaskOutcome outcome) {
        ClaimedTask task = claimed(batch);
        var result = new TaskResult(
                task.taskId(),
                1,
                new WorkerId("worker-1"),
                "sha256:00",
                SampleTasks.NOW,
                SampleTasks.NOW,
                outcome,
                null);
        return traces(share).reporting(task, result, null);
    }

    private OpenTelemetryTaskTraces traces(double share) {
        return new OpenTelemetryTaskTraces(
                tracing.tracer(), new TaskSampling(share), new FarmTopics(FarmName.DEFAULT), time);
    }

    private static ClaimedTask claimed(@Nullable Traceparent batch) {
        return new ClaimedTask.Renderable(SampleTasks.task(3).tracedBy(batch), 1, SampleTasks.NOW, SampleTasks.NOW);
    }
}
