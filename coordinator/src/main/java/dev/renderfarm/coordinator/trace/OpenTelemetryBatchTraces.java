package dev.renderfarm.coordinator.trace;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.ledger.books.BatchTraces;
import dev.renderfarm.tracing.span.TraceContexts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link BatchTraces} as a span of the batch's whole life with one for each part of it, all made at its end: a batch may
 * live for a day, over restarts and on several coordinators, and a span cannot.
 */
final class OpenTelemetryBatchTraces implements BatchTraces {

    private final Tracer tracer;

    OpenTelemetryBatchTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void ended(Batch batch, Traceparent traceparent) {
        if (!traceparent.isSampled()) {
            return;
        }
        Instant begun = first(batch.renderfarm().origin().submittedAt(), batch.createdAt());
        Instant end = batch.renderfarm().updatedAt();
        Span life = tracer.spanBuilder("batch")
                .setParent(TraceContexts.context(traceparent))
                .setStartTimestamp(begun)
                .setAttribute("renderfarm.batch.id", batch.id().value())
                .setAttribute("renderfarm.batch.status", batch.status().wireName())
                .setAttribute("renderfarm.tasks.total", batch.requestCounts().total())
                .setAttribute(
                        "renderfarm.tasks.completed", batch.requestCounts().completed())
                .setAttribute("renderfarm.tasks.failed", batch.requestCounts().failed())
                .setAttribute("renderfarm.tasks.cancelled", batch.renderfarm().cancelled())
                .setAttribute("renderfarm.tasks.retries", batch.renderfarm().retries())
                .startSpan();
        if (batch.model() != null) {
            life.setAttribute("renderfarm.model", batch.model().value());
        }
        if (batch.status() == BatchStatus.FAILED || batch.status() == BatchStatus.EXPIRED) {
            life.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", batch.status().wireName());
        }
        Context context = Context.root().with(life);
        Instant validated = first(batch.inProgressAt(), end);
        part(context, "validate", begun, validated);
        if (batch.inProgressAt() != null) {
            Instant settled = first(batch.finalizingAt(), end);
            part(context, "render", validated, settled);
            if (batch.finalizingAt() != null) {
                part(context, "finalize", settled, end);
            }
        }
        life.end(end);
    }

    private static Instant first(@Nullable Instant time, Instant otherwise) {
        return Stream.of(time, otherwise).filter(Objects::nonNull).findFirst().orElseThrow();
    }

    private void part(Context life, String name, Instant from, Instant to) {
        tracer.spanBuilder(name)
                .setParent(life)
                .setStartTimestamp(from)
                .startSpan()
                .end(to);
    }
}
