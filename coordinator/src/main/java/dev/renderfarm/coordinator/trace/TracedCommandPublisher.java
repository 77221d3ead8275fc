package dev.renderfarm.coordinator.trace;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.ledger.process.KafkaCommandPublisher;
import dev.renderfarm.tracing.span.TraceContexts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** {@link CommandPublisher} with a span for each command that opens a traced batch. */
final class TracedCommandPublisher implements CommandPublisher {

    private final KafkaCommandPublisher target;
    private final String topic;
    private final Tracer tracer;

    TracedCommandPublisher(KafkaCommandPublisher target, String topic, Tracer tracer) {
        this.target = target;
        this.topic = topic;
        this.tracer = tracer;
    }

    @Override
    public void publish(BatchCommand command) throws InterruptedException {
        Traceparent cause = command instanceof BatchCommand.Submit submit ? submit.traceparent() : null;
        if (cause == null || !cause.isSampled()) {
            target.publish(command);
            return;
        }
        Span span = tracer.spanBuilder("send " + topic)
                .setParent(TraceContexts.context(cause))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "send")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", topic)
                .setAttribute("messaging.kafka.message.key", command.batchId().value())
                .setAttribute("renderfarm.batch.id", command.batchId().value())
                .startSpan();
        try {
            target.publish(command, TraceContexts.traceparent(span));
        } catch (RuntimeException | InterruptedException e) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", e.getClass().getName());
            throw e;
        } finally {
            span.end();
        }
    }
}
