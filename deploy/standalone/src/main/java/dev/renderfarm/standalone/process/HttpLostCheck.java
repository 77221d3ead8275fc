package dev.renderfarm.standalone.process;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lost when a liveness probe is answered with 503. No answer says nothing: the process may be starting, or be held by a
 * debugger, or want for CPU.
 */
public final class HttpLostCheck implements LostCheck {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final String SILENT = "it does not say why";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build();

    private final HttpRequest request;

    /** @param uri of the probe, which answers with the checks of MicroProfile Health */
    public HttpLostCheck(URI uri) {
        this.request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build();
    }

    @Override
    public Optional<String> lostBecause() throws InterruptedException {
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 503 ? Optional.of(reasons(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String reasons(String body) {
        try {
            String told = Json.read(body, Health.class).checks().stream()
                    .filter(check -> "DOWN".equals(check.status()))
                    .map(Check::reason)
                    .collect(Collectors.joining("; "));
            return told.isEmpty() ? SILENT : told;
        } catch (MalformedJsonException e) {
            return SILENT;
        }
    }

    /** An answer of MicroProfile Health. */
    record Health(List<Check> checks) {

        Health {
            checks = checks == null ? List.of() : List.copyOf(checks);
        }
    }

    record Check(String name, String status, Map<String, Object> data) {

        Check {
            data = data == null ? Map.of() : Map.copyOf(data);
        }

        String reason() {
            return String.valueOf(data.getOrDefault("reason", name + " is down"));
        }
    }
}
