package dev.renderfarm.tracing.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Traceparent KEPT = new Traceparent("00-" + TRACE + "-00f067aa0ba902b7-01");
    private static final Traceparent DROPPED = new Traceparent("00-" + TRACE + "-00f067aa0ba902b7-00");

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();

    @Test
    void shouldContinueATraceAndKeepItWhereWhoeverBeganItDoes() {
        try (Tracing tracing =
                Tracing.through(SimpleSpanProcessor.create(exported), settings("http://collector:4318"))) {
            // When
            Span kept = child(tracing, KEPT);
            Span dropped = child(tracing, DROPPED);
            // Then
            assertThat(exported.getFinishedSpanItems()).singleElement().satisfies(span -> {
                assertThat(span.getTraceId()).isEqualTo(TRACE);
                assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
                assertThat(span.getResource().getAttributes().asMap().toString())
                        .contains("service.name=renderfarm-test", "service.instance.id=one");
            });
            assertThat(TraceContexts.traceparent(kept).traceId()).isEqualTo(TRACE);
            assertThat(TraceContexts.traceparent(kept).isSampled()).isTrue();
            assertThat(TraceContexts.traceparent(dropped).isSampled()).isFalse();
        }
    }

    private static Span child(Tracing tracing, Traceparent parent) {
        Span span = tracing.tracer()
                .spanBuilder("child")
                .setParent(TraceContexts.context(parent))
                .startSpan();
        span.end();
        return span;
    }

    @Test
    void shouldPostSpansBelowTheEndpoint() {
        assertThat(settings("http://collector:4318").address()).isEqualTo("http://collector:4318/v1/traces");
        assertThat(settings("https://traces.example/otlp/").address())
                .isEqualTo("https://traces.example/otlp/v1/traces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "//collector", "grpc://collector:4317", "http:///v1"})
    void shouldSayWhatAnEndpointLooksLike(String endpoint) {
        assertThatThrownBy(() -> settings(endpoint)).hasMessageContaining("http://collector:4318");
    }

    @Test
    void shouldReadHeadersAndNotTellASecretThatIsMalformed() {
        assertThat(TraceSettings.headers("authorization=Basic abc=, x-team = shop "))
                .isEqualTo(Map.of("authorization", "Basic abc=", "x-team", "shop"));
        assertThat(TraceSettings.headers(null)).isEmpty();
        assertThatThrownBy(() -> TraceSettings.headers("secret"))
                .hasMessageContaining("name=value")
                .hasMessageNotContaining("secret");
    }

    private static TraceSettings settings(String endpoint) {
        return new TraceSettings(URI.create(endpoint), Map.of(), "renderfarm-test", "1", "one");
    }
}
