package dev.renderfarm.standalone.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Ready when a GET is answered with a status that will do. */
public final class HttpReadyCheck implements ReadyCheck {

    /** Generous, since a machine that is busy with other things takes seconds; nobody listens is told at once. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build();

    private final HttpRequest request;
    private final IntPredicate good;
    private volatile Optional<String> awaited = Optional.empty();

    private HttpReadyCheck(URI uri, IntPredicate good) {
        this.request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build();
        this.good = good;
    }

    /** Ready when the answer is 200. */
    public static ReadyCheck ok(URI uri) {
        return new HttpReadyCheck(uri, status -> status == 200);
    }

    /**
     * Ready when there is any answer that is not the server's own failure: a refusal for want of credentials will do.
     */
    public static ReadyCheck answers(URI uri) {
        return new HttpReadyCheck(uri, status -> status < 500);
    }

    @Override
    public boolean isReady() throws InterruptedException {
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            awaited = HealthAnswer.reasons(answer.body());
            return good.test(answer.statusCode());
        } catch (IOException e) {
            awaited = Optional.empty();
            return false;
        }
    }

    @Override
    public Optional<String> awaited() {
        return awaited;
    }
}
