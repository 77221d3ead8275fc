package dev.renderfarm.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A coordinator that answers what it was told to. Several answers for one request are given in turn, the last one from
 * then on; what it was not told is answered with 404.
 */
public final class FakeFarm implements AutoCloseable {

    /** What was asked of it. */
    public record Request(String line, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("absent")).get(0);
        }
    }

    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public FakeFarm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param request method and path with its query, for example {@code GET /v1/workers} */
    public FakeFarm on(String request, Object json) {
        return on(request, 200, Json.bytes(json));
    }

    public FakeFarm on(String request, int status, byte[] body) {
        return on(request, complete(status, body));
    }

    /** With a header. */
    public FakeFarm on(String request, Object json, String header, String value) {
        Reply reply = complete(200, Json.bytes(json));
        return on(request, exchange -> {
            exchange.getResponseHeaders().set(header, value);
            reply.to(exchange);
        });
    }

    /** Takes the request and never answers. */
    public FakeFarm onSilence(String request) {
        return on(request, exchange -> awaitClose());
    }

    /** Begins an answer, then says no more and keeps the connection. */
    public FakeFarm onSilenceAfter(String request, byte[] beginning) {
        return on(request, exchange -> {
            exchange.sendResponseHeaders(200, beginning.length + 1L);
            exchange.getResponseBody().write(beginning);
            exchange.getResponseBody().flush();
            awaitClose();
        });
    }

    public FakeFarm onEvents(String request, Object... events) {
        StringBuilder stream = new StringBuilder(": hello\n\n");
        for (Object event : events) {
            stream.append("event: batch\ndata: ").append(Json.string(event)).append("\n\n");
        }
        return on(request, 200, stream.toString().getBytes(UTF_8));
    }

    public FakeFarm onError(String request, int status, String code, String message) {
        var problem = new ErrorEnvelope.Problem(message, "invalid_request_error", null, code);
        return on(request, status, Json.bytes(new ErrorEnvelope(problem)));
    }

    /** Takes an upload. */
    public FakeFarm onUpload(FileId file) {
        return on("POST /v1/files", new UploadedFile(file, 1, Instant.EPOCH, "products.csv", "batch"));
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(new Request(line, Map.copyOf(exchange.getRequestHeaders()), body));
            next(line).to(exchange);
        }
    }

    private FakeFarm on(String request, Reply reply) {
        replies.computeIfAbsent(request, key -> new ArrayDeque<>()).addLast(reply);
        return this;
    }

    private static Reply complete(int status, byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply next(String line) {
        Deque<Reply> queue = replies.getOrDefault(line, new ArrayDeque<>());
        synchronized (queue) {
            if (queue.isEmpty()) {
                return complete(
                        404, "{\"error\":{\"message\":\"no such thing\",\"code\":\"not_found\"}}".getBytes(UTF_8));
            }
            return queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
        }
    }
}
