package dev.renderfarm.endtoend.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Takes spans as a collector would: OTLP by HTTP, as protocol buffers. */
final class SpanReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable problem;

    SpanReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /**
     * One span.
     *
     * @param parent its id, empty where it has none
     * @param links {@code <trace id>-<span id>} of each
     * @param from in nanoseconds since 1970, like {@code to}
     */
    record Received(
            String service,
            String name,
            SpanKind kind,
            String trace,
            String id,
            String parent,
            List<String> links,
            Map<String, String> attributes,
            long from,
            long to) {

        private static Received of(String service, Span span) {
            return new Received(
                    service,
                    span.getName(),
                    span.getKind(),
                    hex(span.getTraceId().toByteArray()),
                    hex(span.getSpanId().toByteArray()),
                    hex(span.getParentSpanId().toByteArray()),
                    span.getLinksList().stream()
                            .map(link -> hex(link.getTraceId().toByteArray()) + "-"
                                    + hex(link.getSpanId().toByteArray()))
                            .toList(),
                    texts(span.getAttributesList()),
                    span.getStartTimeUnixNano(),
                    span.getEndTimeUnixNano());
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @throws IllegalStateException if any could not be read */
    List<Received> spans() {
        if (problem != null) {
            throw new IllegalStateException("spans came that cannot be read", problem);
        }
        return List.copyOf(spans);
    }

    List<Received> spans(String name) {
        return spans().stream().filter(span -> span.name().equals(name)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            read(exchange);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        } catch (RuntimeException | Error e) {
            problem = e;
        }
    }

    private void read(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream sent = exchange.getRequestBody();
        try (InputStream body = packed ? new GZIPInputStream(sent) : sent) {
            for (ResourceSpans process :
                    ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                String service = service(process.getResource());
                for (ScopeSpans scope : process.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> spans.add(Received.of(service, span)));
                }
            }
        }
    }

    private static String service(Resource resource) {
        return texts(resource.getAttributesList()).getOrDefault("service.name", "");
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasStringValue()
                                ? attribute.getValue().getStringValue()
                                : String.valueOf(attribute.getValue().getIntValue())));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
