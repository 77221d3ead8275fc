package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.trace.TaskSampling;
import dev.renderfarm.gpuworker.trace.TaskTrace;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.gpuworker.trace.Timeline;
import dev.renderfarm.tracing.span.TraceContexts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link TaskTraces} as spans. A task has a trace of its own, whose root is linked to its batch: ten thousand pictures
 * in one trace are unreadable, and would be kept or dropped together. All is made when the result goes out, of the
 * times that were noted.
 */
final class OpenTelemetryTaskTraces implements TaskTraces {

    private final Tracer tracer;
    private final TaskSampling sampling;
    private final FarmTopics topics;
    private final InstantSource clock;

    OpenTelemetryTaskTraces(Tracer tracer, TaskSampling sampling, FarmTopics topics, InstantSource clock) {
        this.tracer = tracer;
        this.sampling = sampling;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public @Nullable Timeline begin(ClaimedTask task) {
        return isTraced(task.traceparent()) ? new Timeline(clock) : null;
    }

    private static boolean isTraced(@Nullable Traceparent batch) {
        return batch != null && batch.isSampled();
    }

    @Override
    public @Nullable TaskTrace reporting(ClaimedTask task, TaskResult result, @Nullable Timeline timeline) {
        Traceparent batch = task.traceparent();
        if (batch == null || !isTraced(batch) || !sampling.takes(result.taskId(), result.outcome())) {
            return null;
        }
        Span root = task.fold(renderable -> process(renderable, batch, result), unreadable -> Span.getInvalid());
        Context context = Context.root().with(root);
        List<Timeline.Lap> laps = timeline == null ? List.of() : timeline.laps();
        stages(context, task.claimedAt(), laps);
        Span send = tracer.spanBuilder("send " + topics.results())
                .setParent(context)
                .setSpanKind(SpanKind.PRODUCER)
                .setStartTimestamp(result.finishedAt())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "send")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", topics.results())
                .startSpan();
        return new Sending(root, send);
    }

    private Span process(ClaimedTask.Renderable task, Traceparent batch, TaskResult result) {
        ModelName model = task.task().model();
        Lane lane = Lane.of(task.task().lane());
        SpanBuilder builder = tracer.spanBuilder("process " + topics.tasks(model, lane))
                .setNoParent()
                .addLink(TraceContexts.spanContext(batch))
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(task.claimedAt())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", topics.tasks(model, lane))
                .setAttribute("messaging.consumer.group.name", topics.workersGroup(model, lane))
                .setAttribute("renderfarm.batch.id", task.taskId().batchId().value())
                .setAttribute("renderfarm.task.id", task.taskId().toString())
                .setAttribute("renderfarm.task.attempt", task.attempt())
                .setAttribute("renderfarm.task.deliveries", task.deliveries())
                .setAttribute("renderfarm.task.queued_at", task.queuedAt().toString())
                .setAttribute("renderfarm.worker.id", result.workerId().value());
        Span span = builder.startSpan();
        outcome(span, result.outcome());
        return span;
    }

    private static void outcome(Span span, TaskOutcome outcome) {
        outcome.fold(
                picture -> span.setAttribute("renderfarm.outcome", "rendered")
                        .setAttribute("renderfarm.image.key", picture.image().key()),
                failure -> span.setAttribute("renderfarm.outcome", "failed")
                        .setAttribute("error.type", failure.code().wireName())
                        .setStatus(StatusCode.ERROR, failure.detail()),
                left -> span.setAttribute("renderfarm.outcome", "declined"));
    }

    /** Until the render begins the task is claimed, and nothing more. */
    private void stages(Context root, Instant claimedAt, List<Timeline.Lap> laps) {
        if (laps.isEmpty()) {
            return;
        }
        Instant begun = laps.get(0).from();
        span(root, "claim", earlier(claimedAt, begun), begun);
        List<Timeline.Lap> rendering =
                laps.stream().filter(lap -> isRendering(lap.stage())).toList();
        Context render = root;
        if (!rendering.isEmpty()) {
            Instant end = rendering.get(rendering.size() - 1).to();
            render = root.with(span(root, "render", begun, end));
        }
        for (Timeline.Lap lap : laps) {
            span(isRendering(lap.stage()) ? render : root, lap.stage().wireName(), lap.from(), lap.to());
        }
    }

    private static boolean isRendering(Stage stage) {
        return stage.compareTo(Stage.DECODE) <= 0;
    }

    private Span span(Context parent, String name, Instant from, Instant to) {
        Span span = tracer.spanBuilder(name)
                .setParent(parent)
                .setStartTimestamp(from)
                .startSpan();
        span.end(to);
        return span;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private record Sending(Span root, Span send) implements TaskTrace {

        @Override
        public Traceparent cause() {
            return TraceContexts.traceparent(send);
        }

        @Override
        public void ended() {
            send.end();
            root.end();
        }
    }
}
