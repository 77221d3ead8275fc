package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.JSONL_LINE;
import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.config.HttpConfig;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What senders and readers that keep the farm waiting get, and everyone else meanwhile. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
@Timeout(60)
class SlowClientsApiTest {

    private static final int ANSWER_LIMIT_MILLIS = 30_000;

    private static final String UPLOAD = "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nsku,prompt\r\n";
    private static final String BATCH = "POST /v1/batches HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: application/json\r\n\r\n1\r\n{\r\n";

    /** More than sockets on both sides hold. */
    private static final long LARGE = 16 << 20;

    @Inject
    HttpConfig config;

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @TestHTTPResource("/")
    URI root;

    @Test
    void shouldRefuseOneUploadMoreAndServeAllElseWhenSlowOnesHoldAllPlaces() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            // Given
            for (int i = 0; i < config.bodies().maxUploads(); i++) {
                slow.add(begin(UPLOAD));
            }
            // When
            Response refusal = untilNot(200, SlowClientsApiTest::upload);
            // Then
            refused(refusal.then(), FailureCode.FARM_BUSY, null);
            refusal.then().header("retry-after", "5");
            when().get("/q/health/live").then().statusCode(200);
            when().get("/v1/batches").then().statusCode(200);
            ApiCalls.post("{}").then().statusCode(400);
            // When
            for (Socket socket : slow) {
                assertCutOff(socket);
            }
            // Then
            upload().then().statusCode(200);
        } finally {
            close(slow);
        }
    }

    @Test
    void shouldCutOffAnyBodyThatDoesNotCome() throws IOException {
        try (Socket socket = begin(BATCH)) {
            assertCutOff(socket);
        }
    }

    @Test
    void shouldGiveThePlaceBackWhenASenderBreaksOff() throws IOException {
        for (int i = 0; i <= 2 * config.bodies().maxUploads(); i++) {
            begin(UPLOAD).close();
        }
        assertThat(untilNot(503, SlowClientsApiTest::upload).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseOneDownloadMoreAndServeAllElseWhenSlowReadersHoldAllPlaces() throws IOException {
        // Given
        String path = "/v1/files/" + ApiCalls.upload() + "/content";
        BatchId id = new BatchId("batch_slow");
        batches.put(TestBatches.batch(id, BatchStatus.COMPLETED, 1));
        objects.put(ObjectKeys.image(id, ImageFile.parse("Large-1.png")), new byte[(int) LARGE], "image/png", Map.of());
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < config.bodies().maxDownloads(); i++) {
                slow.add(begin("GET /v1/batches/batch_slow/images/Large-1.png HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: close\r\n\r\n"));
            }
            // When
            Response refusal = untilNot(200, () -> when().get(path));
            // Then
            refused(refusal.then(), FailureCode.FARM_BUSY, null);
            refused(when().get("/v1/batches/batch_slow/manifest.csv").then(), FailureCode.FARM_BUSY, null);
            when().get("/q/health/live").then().statusCode(200);
            ApiCalls.post("{}").then().statusCode(400);
            upload().then().statusCode(200);
            // When
            try (Socket sender = begin(BATCH)) {
                assertCutOff(sender);
            }
            // Then
            refused(when().get(path).then(), FailureCode.FARM_BUSY, null);
            // When
            Response answer = untilNot(503, () -> when().get(path));
            // Then
            answer.then().statusCode(200);
            assertThat(read(slow)).anySatisfy(bytes -> assertThat(bytes).isLessThan(LARGE));
        } finally {
            close(slow);
        }
    }

    private Socket begin(String head) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1 << 13);
        socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
        socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All of the answer, up to where the farm closes the connection. */
    private static void assertCutOff(Socket socket) throws IOException {
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer)
                .startsWith("HTTP/1.1 408 ")
                .contains("\"code\":\"request_timeout\"")
                .contains("slower than 1024 bytes a second");
    }

    /** Asks again while the slow ones have not reached their places yet, or hold them for another moment. */
    private static Response untilNot(int status, Supplier<Response> asking) {
        return await().atMost(Duration.ofMillis(ANSWER_LIMIT_MILLIS))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(asking::get, answer -> answer.statusCode() != status);
    }

    /** How much there was for each, up to where the farm closed the connection. */
    private static List<Long> read(List<Socket> sockets) throws IOException {
        List<Long> counts = new ArrayList<>();
        for (Socket socket : sockets) {
            counts.add(read(socket));
        }
        return counts;
    }

    private static long read(Socket socket) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long read = 0;
        try {
            for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
                read += count;
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        return read;
    }

    private static Response upload() {
        return given().multiPart("purpose", "batch")
                .multiPart("file", "a.jsonl", JSONL_LINE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/files");
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
