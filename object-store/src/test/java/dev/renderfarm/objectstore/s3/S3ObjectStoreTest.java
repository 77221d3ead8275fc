package dev.renderfarm.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
        store = new S3ObjectStore(
                new S3Settings(endpoint, "us-east-1", "farm", "key", "secret", Duration.ofSeconds(5)));
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

    private static void shouldBeUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:");
    }
}
