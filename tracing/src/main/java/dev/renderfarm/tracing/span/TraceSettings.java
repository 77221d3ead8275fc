package dev.renderfarm.tracing.span;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go, and whose they are.
 *
 * @param endpoint of the receiver, OTLP by HTTP, without {@code /v1/traces}: {@code http://collector:4318}
 * @param headers that the receiver wants, such as one with a key
 * @param service kind of the process: {@code service.name}
 * @param version of the service
 * @param instance tells processes of the service apart
 */
public record TraceSettings(
        URI endpoint, Map<String, String> headers, String service, String version, String instance) {

    public TraceSettings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw new IllegalArgumentException("renderfarm.traces.endpoint is not an absolute http or https address, "
                    + "expected one such as http://collector:4318: " + endpoint);
        }
        headers = Map.copyOf(headers);
    }

    /**
     * Reads headers as {@code OTEL_EXPORTER_OTLP_HEADERS} writes them: {@code name=value,name=value}.
     *
     * @throws IllegalArgumentException that does not tell the values, which may be secret
     */
    public static Map<String, String> headers(@Nullable String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (text != null && !text.isBlank()) {
            for (String header : text.split(",")) {
                int sign = header.indexOf('=');
                if (sign < 1) {
                    throw new IllegalArgumentException(
                            "renderfarm.traces.headers is malformed, expected name=value,name=value");
                }
                headers.put(
                        header.substring(0, sign).strip(),
                        header.substring(sign + 1).strip());
            }
        }
        return headers;
    }

    /** Where spans are posted. */
    String address() {
        String base = endpoint.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1/traces";
    }
}
