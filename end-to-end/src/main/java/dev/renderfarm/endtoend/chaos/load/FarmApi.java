package dev.renderfarm.endtoend.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The farm's API as a careful client calls it: what may be worth it is tried again, at the next coordinator. */
final class FarmApi {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(700);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> coordinators;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    FarmApi(List<URI> coordinators) {
        this.coordinators = List.copyOf(coordinators);
    }

    /** @param body empty where it is not JSON */
    record Answer(int status, Optional<JsonNode> body) {

        boolean isGood() {
            return status == 200;
        }

        /** That another try may be answered otherwise: the farm is busy, or something that it leans on is away. */
        boolean isForNow() {
            return status >= 500 || status == 408 || status == 429;
        }
    }

    /**
     * Asks until there is an answer that will stay.
     *
     * @param key of idempotency; null where asking again does no harm
     * @param goesOn whether it is worth another try
     * @return empty where it is not any more
     */
    Optional<Answer> ask(
            String method, String path, @Nullable String json, @Nullable String key, BooleanSupplier goesOn)
            throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            Optional<Answer> answer = once(method, path, json, key);
            if (answer.isPresent() && !answer.get().isForNow()) {
                return answer;
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
        return Optional.empty();
    }

    private Optional<Answer> once(String method, String path, @Nullable String json, @Nullable String key)
            throws InterruptedException {
        URI coordinator = coordinators.get(Math.floorMod(turn.getAndIncrement(), coordinators.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(coordinator.resolve(path))
                .timeout(LIMIT)
                .header("content-type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return Optional.of(new Answer(response.statusCode(), read(response.body())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> read(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
