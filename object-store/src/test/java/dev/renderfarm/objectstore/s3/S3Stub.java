package dev.renderfarm.objectstore.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that gives everyone the same answer. */
final class S3Stub implements AutoCloseable {

    private record Answer(int status, String contentType, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile Headers headers = new Headers();
    private volatile CyclicBarrier crowd = new CyclicBarrier(1);
    private volatile Answer answer = new Answer(500, "text/plain", "");

    S3Stub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    void answers(int status, String contentType, String body) {
        answer = new Answer(status, contentType, body);
    }

    /** Nobody is answered before so many requests wait for it. */
    void answersTogether(int count) {
        crowd = new CyclicBarrier(count);
    }

    /** So far, as in {@code PUT /farm/key 20000}: with the bytes of the body. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Of the latest request. */
    Headers headers() {
        return headers;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int size = exchange.getRequestBody().readAllBytes().length;
        headers = exchange.getRequestHeaders();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + size);
        try {
            crowd.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            answer = new Answer(403, "text/plain", "too few requests came together");
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", answer.contentType());
        exchange.getResponseHeaders().add("etag", "\"0\"");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
