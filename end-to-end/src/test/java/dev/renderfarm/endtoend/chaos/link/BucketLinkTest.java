package dev.renderfarm.endtoend.chaos.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BucketLinkTest {

    private static final String KEY = "/renderfarm/batches/batch_1/images/MUG.png";

    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer bucket;
    private BucketLink link;

    @BeforeEach
    void open() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("PUT")) {
                byte[] content = exchange.getRequestBody().readAllBytes();
                stored.put(exchange.getRequestURI().getPath(), new String(content, UTF_8));
            }
            byte[] answer =
                    stored.getOrDefault(exchange.getRequestURI().getPath(), "").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        bucket.start();
        link = new BucketLink(
                URI.create("http://127.0.0.1:" + bucket.getAddress().getPort()));
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        bucket.stop(0);
    }

    @Test
    void shouldPassRequestsAndAnswers() throws Exception {
        assertThat(put().statusCode()).isEqualTo(200);
        assertThat(get().body()).isEqualTo("a picture");
    }

    @Test
    void shouldRefuseAllWhenItIsToldSo() throws Exception {
        link.treat(Treatment.refusing(503, "SlowDown"));

        assertThat(put().statusCode()).isEqualTo(503);
        assertThat(get().body()).contains("<Code>SlowDown</Code>");
        assertThat(stored).isEmpty();
    }

    @Test
    void shouldStoreNothingWhenPutsAreBrokenInTheMiddle() throws Exception {
        link.treat(Treatment.BREAK_PUTS);

        assertThatThrownBy(this::put).isInstanceOf(IOException.class);
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(stored).isEmpty();
    }

    @Test
    void shouldStoreAndNotSaySoWhenAnswersAreLost() {
        link.treat(Treatment.LOSE_ANSWERS);

        assertThatThrownBy(this::put).isInstanceOf(IOException.class);
        assertThat(stored).containsEntry(KEY, "a picture");
    }

    private HttpResponse<String> put() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(link.address().resolve(KEY)).PUT(BodyPublishers.ofString("a picture")));
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(link.address().resolve(KEY)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
