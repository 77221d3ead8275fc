package dev.renderfarm.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest {

    private S3ObjectStore store;

    @BeforeEach
    void openAtAPortWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        store = store(endpoint, "farm");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldSayThatStorageIsUnavailableWhenNobodyListens() {
        shouldBeUnavailable(() -> store.ensureBucket());
        shouldBeUnavailable(() -> store.stat("key"));
        shouldBeUnavailable(() -> store.get("key"));
        shouldBeUnavailable(() -> store.put("key", new byte[1], "text/plain", Map.of()));
    }

    @Test
    void shouldTellAMissingBucketFromAMissingObject() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/farm", exchange -> answerNotFound(exchange, "NoSuchKey"));
        server.createContext("/gone", exchange -> answerNotFound(exchange, "NoSuchBucket"));
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (var farm = store(endpoint, "farm");
                var gone = store(endpoint, "gone")) {
            assertThatThrownBy(() -> farm.get("key")).isInstanceOf(ObjectNotFoundException.class);
            assertThat(farm.stat("key")).isEmpty();
            shouldBeUnavailable(() -> gone.get("key"));
            shouldBeUnavailable(() -> gone.stat("key"));
        } finally {
            server.stop(0);
        }
    }

    /**
     * As S3 does: the bucket itself answers where it exists, and an answer to HEAD has no body to tell the two cases.
     */
    private static void answerNotFound(HttpExchange exchange, String code) throws IOException {
        boolean bucket = exchange.getRequestURI().getPath().indexOf('/', 1) < 0
                || exchange.getRequestURI().getPath().endsWith("/");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.sendResponseHeaders(bucket && code.equals("NoSuchKey") ? 200 : 404, -1);
        } else {
            byte[] body = ("<Error><Code>" + code + "</Code><Message>none</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/xml");
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static S3ObjectStore store(URI endpoint, String bucket) {
        return new S3ObjectStore(new S3Settings(endpoint, "us-east-1", bucket, "key", "secret", Duration.ofSeconds(5)));
    }

    private static void shouldBeUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:");
    }
}
