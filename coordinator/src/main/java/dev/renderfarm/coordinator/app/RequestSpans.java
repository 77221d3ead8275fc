package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.trace.ProcessTraces;
import dev.renderfarm.tracing.span.TraceContexts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Spans of requests: of those that open, steer or repeat a batch, unless their caller has decided that they are not
 * kept, and of all whose caller keeps its trace. Who only looks, every second perhaps, begins none. A request goes on
 * as if its caller's span were this one.
 */
@Provider
class RequestSpans implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String SPAN = RequestSpans.class.getName();
    private static final int SERVER_ERROR = 500;

    private final Instance<ProcessTraces> traces;

    /** @param traces asked for with the first request: filters are made before there is a configuration */
    RequestSpans(Instance<ProcessTraces> traces) {
        this.traces = traces;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        traces.get().tracer().ifPresent(tracer -> begin(tracer, request));
    }

    private static void begin(Tracer tracer, ContainerRequestContext request) {
        String method = request.getMethod();
        String route = RouteLabels.label(request.getUriInfo().getPath());
        Traceparent caller =
                Traceparent.parse(request.getHeaderString(Traceparent.HEADER)).orElse(null);
        if (caller == null ? !concernsABatch(method, route) : !caller.isSampled()) {
            return;
        }
        Span span = tracer.spanBuilder(method + " " + route)
                .setParent(caller == null ? Context.root() : TraceContexts.context(caller))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("http.route", route)
                .setAttribute("url.path", request.getUriInfo().getPath())
                .setAttribute("url.scheme", request.getUriInfo().getRequestUri().getScheme())
                .startSpan();
        request.setProperty(SPAN, span);
        request.getHeaders()
                .putSingle(Traceparent.HEADER, TraceContexts.traceparent(span).value());
    }

    private static boolean concernsABatch(String method, String route) {
        return (method.equals("POST") || method.equals("PATCH")) && route.startsWith("/v1/batches");
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(SPAN) instanceof Span span) {
            span.setAttribute("http.response.status_code", response.getStatus());
            if (response.getEntity() instanceof Batch batch) {
                span.setAttribute("renderfarm.batch.id", batch.id().value());
            }
            if (response.getStatus() >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR).setAttribute("error.type", String.valueOf(response.getStatus()));
            }
            span.end();
        }
    }
}
