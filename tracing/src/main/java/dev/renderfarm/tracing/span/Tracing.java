package dev.renderfarm.tracing.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spans of one process on their way to a receiver. Whoever begins a trace decides whether it is kept. Ending a span
 * never waits: what the receiver does not take in time is dropped. Safe for several threads.
 */
public final class Tracing implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Tracing(SpanProcessor processor, TraceSettings settings) {
        Attributes whose = Attributes.of(
                AttributeKey.stringKey("service.namespace"),
                "renderfarm",
                AttributeKey.stringKey("service.name"),
                settings.service(),
                AttributeKey.stringKey("service.version"),
                settings.version(),
                AttributeKey.stringKey("service.instance.id"),
                settings.instance());
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(whose)))
                .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                .addSpanProcessor(processor)
                .build();
        this.tracer = provider.get("dev.renderfarm", settings.version());
    }

    /** To the receiver at the endpoint, by a thread of its own. */
    public static Tracing to(TraceSettings settings) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.address())
                .setTimeout(TIMEOUT)
                .setHeaders(settings::headers)
                .build();
        return new Tracing(BatchSpanProcessor.builder(exporter).build(), settings);
    }

    /** To wherever the processor takes them. */
    public static Tracing through(SpanProcessor processor, TraceSettings settings) {
        return new Tracing(processor, settings);
    }

    public Tracer tracer() {
        return tracer;
    }

    /** Sends what has ended, for at most five seconds. */
    @Override
    public void close() {
        provider.shutdown().join(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
