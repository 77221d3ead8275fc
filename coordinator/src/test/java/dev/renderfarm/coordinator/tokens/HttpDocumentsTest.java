package dev.renderfarm.coordinator.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDocumentsTest {

    /** For a server that never ends. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** For one that answers, on a machine that is busy with other things. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/keys", exchange -> answer(exchange, 200, "{}".getBytes(UTF_8)));
        server.createContext("/large", exchange -> answer(exchange, 200, new byte[HttpDocuments.LARGEST + 1]));
        server.createContext("/away", exchange -> answer(exchange, 503, new byte[0]));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/keys");
            answer(exchange, 302, new byte[0]);
        });
        server.createContext("/endless", this::answerForEver);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldTellWhatIsThere() throws IOException {
        assertThat(new HttpDocuments(LONG).get(at("/keys"))).asString(UTF_8).isEqualTo("{}");
    }

    @Test
    void shouldTakeNothingElse() {
        var documents = new HttpDocuments(LONG);
        assertThatThrownBy(() -> documents.get(at("/away")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        assertThatThrownBy(() -> documents.get(at("/moved")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("302");
        assertThatThrownBy(() -> documents.get(at("/large")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(HttpDocuments.LARGEST));
        assertThatThrownBy(() -> documents.get(URI.create("file:///etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveUpWhenTheAnswerDoesNotEnd() {
        assertThatThrownBy(() -> new HttpDocuments(SHORT).get(at("/endless"))).isInstanceOf(IOException.class);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Its head and one byte of its body. */
    private void answerForEver(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write('{');
            body.flush();
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
