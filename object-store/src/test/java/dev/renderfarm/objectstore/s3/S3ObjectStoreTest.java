package dev.renderfarm.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ObjectStoreTest {

    @AutoClose
    private static S3Stub server;

    private S3ObjectStore store;

    @BeforeAll
    static void startServer() throws IOException {
        server = new S3Stub();
    }

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
        shouldBeUnavailable(() -> store.delete("key"));
    }

    @Test
    void shouldTellAMissingBucketFromAMissingObject() throws IOException {
        HttpServer two = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        two.createContext("/farm", exchange -> answerNotFound(exchange, "NoSuchKey"));
        two.createContext("/gone", exchange -> answerNotFound(exchange, "NoSuchBucket"));
        two.start();
        URI endpoint = URI.create("http://127.0.0.1:" + two.getAddress().getPort());
        try (var farm = store(endpoint, "farm");
                var gone = store(endpoint, "gone")) {
            assertThatThrownBy(() -> farm.get("key")).isInstanceOf(ObjectNotFoundException.class);
            assertThat(farm.stat("key")).isEmpty();
            shouldBeUnavailable(() -> gone.get("key"));
            shouldBeUnavailable(() -> gone.stat("key"));
        } finally {
            two.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, InvalidAccessKeyId, DENIED, access key or secret key are wrong",
        "403, SignatureDoesNotMatch, DENIED, access key or secret key are wrong",
        "400, ExpiredToken, DENIED, have expired",
        "403, AccessDenied, DENIED, the access key may not do this",
        "403, RequestTimeTooSkewed, DENIED, the clock of the machine that asks is off",
        "400, AuthorizationHeaderMalformed, DENIED, region or endpoint",
        "301, PermanentRedirect, DENIED, region or endpoint",
        "507, XMinioStorageFull, FULL, free some space",
        "403, QuotaExceeded, FULL, free some space",
        "400, XMinioAdminBucketQuotaExceeded, FULL, free some space",
        "400, KeyTooLongError, OBJECT, does not take this object",
        "400, EntityTooLarge, OBJECT, does not take this object",
        "400, XMinioInvalidObjectName, OBJECT, does not take this object",
        "501, NotImplemented, OBJECT, does not take this object",
    })
    void shouldTellWhatIsRefusedWhenTheServerSaysSo(int status, String code, Kind kind, String reason) {
        // Given
        server.answers(status, "application/xml", error(code));
        try (S3ObjectStore farm = store(server.address(), "farm")) {
            // When, then
            assertThatThrownBy(() -> farm.put("batches/key", new byte[1], "text/plain", Map.of()))
                    .isInstanceOfSatisfying(StorageRefusedException.class, refused -> {
                        assertThat(refused.kind()).isEqualTo(kind);
                        assertThat(refused.reason())
                                .contains(reason, code)
                                .doesNotContain("127.0.0.1", "batches", "inside words of the server");
                    })
                    .hasMessageContainingAll(server.address().toString(), "batches/key", "inside words of the server");
        }
    }

    @Test
    void shouldAskByItselfForWhatIsNotDeletedAmongOthers() {
        // Given
        int before = server.requests().size();
        server.answers(
                200,
                "application/xml",
                "<DeleteResult><Deleted><Key>a</Key></Deleted>"
                        + "<Error><Key>b</Key><Code>InternalError</Code><Message>busy</Message></Error></DeleteResult>");
        try (S3ObjectStore farm = store(server.address(), "farm")) {
            // When
            farm.deleteAll(List.of("a", "b"));
        }
        // Then
        List<String> requests =
                server.requests().subList(before, server.requests().size());
        assertThat(requests.get(0)).startsWith("POST /farm?delete=");
        assertThat(requests.get(requests.size() - 1)).startsWith("DELETE /farm/b ");
        assertThat(requests).filteredOn(request -> request.startsWith("DELETE")).hasSize(1);
    }

    @Test
    void shouldBeUnavailableWhenManyAreToBeDeletedAndTheServerIsBusy() {
        server.answers(503, "application/xml", error("SlowDown"));
        try (S3ObjectStore farm = store(server.address(), "farm")) {
            shouldBeUnavailable(() -> farm.deleteAll(List.of("a", "b")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown",
        "500, InternalError",
        "400, RequestTimeout",
        "400, IncompleteBody",
        "409, OperationAborted",
        "404, NoSuchBucket",
    })
    void shouldBeUnavailableWhenTheSameMaySucceedLater(int status, String code) {
        // Given
        server.answers(status, "application/xml", error(code));
        try (S3ObjectStore farm = store(server.address(), "farm")) {
            // When, then
            shouldBeUnavailable(() -> farm.put("key", new byte[1], "text/plain", Map.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({"403, DENIED", "413, OBJECT", "507, FULL"})
    void shouldGoByTheStatusWhenAProxyAnswersInWordsOfItsOwn(int status, Kind kind) {
        // Given
        server.answers(status, "text/html", "<html>no</html>");
        try (S3ObjectStore farm = store(server.address(), "farm")) {
            // When, then
            assertThatThrownBy(() -> farm.put("key", new byte[1], "text/plain", Map.of()))
                    .isInstanceOfSatisfying(StorageRefusedException.class, refused -> assertThat(refused.kind())
                            .isEqualTo(kind))
                    .hasMessageContaining("status " + status);
        }
    }

    @Test
    void shouldSayByHowMuchTheClockIsOffWhenTheAnswerHasADate() {
        // Given
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        S3Failures failures = new S3Failures(URI.create("http://127.0.0.1:9000"), InstantSource.fixed(now));
        // When, then
        assertThat(failures.of("write key", denied(now.minus(Duration.ofMinutes(25))))
                        .reason())
                .endsWith("the clock of the machine that asks is 25 min ahead of the storage's, set it");
        assertThat(failures.of("write key", denied(now.plus(Duration.ofHours(1))))
                        .reason())
                .endsWith("the clock of the machine that asks is 60 min behind the storage's, set it");
        assertThat(failures.of("write key", denied(now.minusSeconds(20))).reason())
                .endsWith("the access key may not do this with the bucket");
    }

    private static ErrorResponseException denied(Instant date) {
        Response response = new Response.Builder()
                .request(new Request.Builder()
                        .url("http://127.0.0.1:9000/farm/key")
                        .build())
                .protocol(Protocol.HTTP_1_1)
                .code(403)
                .message("Forbidden")
                .header("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)))
                .build();
        ErrorResponse error = new ErrorResponse("AccessDenied", "Access denied", "farm", "key", "/farm/key", "1", "1");
        return new ErrorResponseException(error, response, "");
    }

    private static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>inside words of the server</Message></Error>";
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
        return new S3ObjectStore(
                new S3Settings(endpoint, "us-east-1", bucket, "key", "secret", Duration.ofSeconds(5), 2));
    }

    private static void shouldBeUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:");
    }
}
