package dev.renderfarm.standalone.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Lost when a liveness probe is answered with 503. No answer says nothing: the process may be starting, or be held by a
 * debugger, or want for CPU.
 */
public final class HttpLostCheck implements LostCheck {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
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
            return answer.statusCode() == 503
                    ? Optional.of(HealthAnswer.reasons(answer.body()).orElse(SILENT))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
