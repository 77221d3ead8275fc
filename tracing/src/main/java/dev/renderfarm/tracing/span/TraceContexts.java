package dev.renderfarm.tracing.span;

import dev.renderfarm.common.id.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

/** The contract's trace contexts as OpenTelemetry's, and back. */
public final class TraceContexts {

    /** For a link to it. */
    public static SpanContext spanContext(Traceparent traceparent) {
        return SpanContext.createFromRemoteParent(
                traceparent.traceId(),
                traceparent.spanId(),
                traceparent.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    /** For a child of it. */
    public static Context context(Traceparent traceparent) {
        return Context.root().with(Span.wrap(spanContext(traceparent)));
    }

    /** For what the span causes elsewhere. */
    public static Traceparent traceparent(Span span) {
        SpanContext context = span.getSpanContext();
        return new Traceparent(
                "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + (context.isSampled() ? "01" : "00"));
    }

    private TraceContexts() {}
}
