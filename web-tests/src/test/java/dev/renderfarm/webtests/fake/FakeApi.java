package dev.renderfarm.webtests.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1} of a farm, for tests of pages: it answers what a test has said, and remembers what it was asked. What
 * nobody has said is 404, in the API's envelope.
 */
@ApplicationScoped
public class FakeApi {

    private final Map<String, Function<Asked, Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Answer always;
    private final FakeEvents events = new FakeEvents();

    void register(@Observes Router router) {
        router.get("/v1/events").handler(events::follow);
        router.route("/v1/*").handler(this::answer);
    }

    /** Forgets all that was said and asked, and ends all streams. */
    public void reset() {
        answers.clear();
        always = null;
        asked.clear();
        events.reset();
        on("GET", "/v1/session", Map.of("object", "session", "keyed", false, "role", "admin"));
    }

    /** The stream that pages follow. */
    public FakeEvents events() {
        return events;
    }

    /**
     * From now on the answer, as JSON.
     *
     * @param address path, with or without a query; one with a query goes before one without
     */
    public FakeApi on(String method, String address, Object body) {
        return on(method, address, 200, body);
    }

    public FakeApi on(String method, String address, int status, Object body) {
        return on(method, address, request -> Answer.json(status, body));
    }

    /** From now on answered with what comes of the request. */
    public FakeApi on(String method, String address, Function<Asked, Answer> answer) {
        answers.put(method + " " + address, answer);
        return this;
    }

    /** From now on the answer to all that is asked, the stream apart, whatever else was said. */
    public FakeApi always(Answer answer) {
        always = answer;
        return this;
    }

    /** From now on answered as it was said before {@link #always}. */
    public FakeApi asBefore() {
        always = null;
        return this;
    }

    /** From now on refused, in the API's envelope. */
    public FakeApi refuse(String method, String address, FailureCode code, String message) {
        return on(method, address, code.httpStatus(), ErrorEnvelope.of(code, code.httpStatus(), null, message));
    }

    /** What was asked so far with that method and path, oldest first. */
    public List<Asked> asked(String method, String path) {
        return asked.stream()
                .filter(request -> request.method.equals(method) && request.path.equals(path))
                .toList();
    }

    private void answer(RoutingContext exchange) {
        exchange.request().body().onSuccess(body -> {
            Asked request = new Asked(
                    exchange.request().method().name(),
                    URLDecoder.decode(exchange.request().path().replace("+", "%2B"), UTF_8),
                    Optional.ofNullable(exchange.request().query()).orElse(""),
                    Map.copyOf(headers(exchange)),
                    body.toString(UTF_8));
            asked.add(request);
            Answer standing = always;
            if (standing != null) {
                send(exchange, standing);
                return;
            }
            Answer answer = find(request)
                    .map(known -> known.apply(request))
                    .orElseGet(() -> Answer.json(
                            404, ErrorEnvelope.of(FailureCode.NOT_FOUND, 404, null, "the fake has no answer to this")));
            send(exchange, answer);
        });
        exchange.request().resume();
    }

    private static void send(RoutingContext exchange, Answer answer) {
        if (answer.equals(Answer.NEVER)) {
            return;
        }
        exchange.response()
                .setStatusCode(answer.status)
                .putHeader("content-type", answer.type)
                .end(Buffer.buffer(answer.body));
    }

    private Optional<Function<Asked, Answer>> find(Asked request) {
        String plain = request.method + " " + request.path;
        return Optional.ofNullable(answers.get(plain + "?" + request.query))
                .or(() -> Optional.ofNullable(answers.get(plain)));
    }

    private static Map<String, String> headers(RoutingContext exchange) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        exchange.request().headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    /**
     * A request.
     *
     * @param path decoded
     * @param headers by their names in lower case
     */
    public record Asked(String method, String path, String query, Map<String, String> headers, String body) {

        public JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    /** An answer. */
    public record Answer(int status, String type, byte[] body) {

        /** None, while the connection stays. */
        public static final Answer NEVER = new Answer(0, "", new byte[0]);

        public static Answer json(int status, Object body) {
            return new Answer(status, "application/json", Json.string(body).getBytes(UTF_8));
        }
    }
}
