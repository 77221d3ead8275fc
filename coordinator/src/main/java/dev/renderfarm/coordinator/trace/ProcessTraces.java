package dev.renderfarm.coordinator.trace;

import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.ledger.books.BatchTraces;
import dev.renderfarm.coordinator.ledger.process.KafkaCommandPublisher;
import dev.renderfarm.tracing.span.Tracing;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Traces of this process; without a receiver everything is as if there were no such thing. */
public final class ProcessTraces implements AutoCloseable {

    private final @Nullable Tracing tracing;
    private final Optional<Tracer> tracer;

    /** @param tracing null where there is no receiver */
    public ProcessTraces(@Nullable Tracing tracing) {
        this.tracing = tracing;
        this.tracer = Optional.ofNullable(tracing).map(Tracing::tracer);
    }

    public Optional<Tracer> tracer() {
        return tracer;
    }

    /** @param topic that the publisher sends to */
    public CommandPublisher traced(KafkaCommandPublisher publisher, String topic) {
        return tracing == null ? publisher : new TracedCommandPublisher(publisher, topic, tracing.tracer());
    }

    public BatchTraces batches() {
        return tracing == null ? BatchTraces.NONE : new OpenTelemetryBatchTraces(tracing.tracer());
    }

    /** What ended last is sent before the process ends. */
    @Override
    public void close() {
        if (tracing != null) {
            tracing.close();
        }
    }
}
