package dev.renderfarm.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a real server takes the signature is shown where there is one. */
class S3UploadTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @AutoClose
    private S3Stub server;

    @AutoClose
    private S3ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        server = new S3Stub();
        server.answers(200, "application/xml", "");
        store = new S3ObjectStore(
                new S3Settings(server.address(), "us-east-1", "farm", "key", "secret", Duration.ofSeconds(5), 1));
    }

    @Test
    void shouldSignContentTypeAndLabelsWhenAnObjectIsWritten() {
        // When
        store.put("a picture", CONTENT, "image/png", Map.of("seed", "7"));
        // Then
        assertThat(server.requests()).containsExactly("PUT /farm/a%20picture 3");
        assertThat(server.headers().getFirst("x-amz-content-sha256")).isEqualTo(Sha256.hex(CONTENT));
        assertThat(server.headers().getFirst("content-type")).isEqualTo("image/png");
        assertThat(server.headers().getFirst("x-amz-meta-seed")).isEqualTo("7");
        assertThat(server.headers().getFirst("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=key/")
                .contains("/us-east-1/s3/aws4_request", "content-type", "host", "x-amz-date", "x-amz-meta-seed");
    }

    @Test
    void shouldSendNothingAndStayInterruptedWhenItsThreadWasInterrupted() {
        // Given
        Thread.currentThread().interrupt();
        // When, then
        assertThatThrownBy(() -> store.put("picture", CONTENT, "image/png", Map.of()))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldHaveRoomForTheNextWhenOneIsRefused() {
        // Given
        server.answers(503, "text/plain", "later");
        assertThatThrownBy(() -> store.put("picture", CONTENT, "image/png", Map.of()))
                .isInstanceOf(StorageUnavailableException.class);
        // When
        server.answers(200, "application/xml", "");
        store.put("picture", CONTENT, "image/png", Map.of());
        // Then
        assertThat(server.requests()).endsWith("PUT /farm/picture 3");
    }
}
