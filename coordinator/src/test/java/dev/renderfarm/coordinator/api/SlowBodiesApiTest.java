package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.JSONL_LINE;
import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.HttpConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What senders that keep the farm waiting get, and everyone else meanwhile. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
@Timeout(60)
class SlowBodiesApiTest {

    private static final int ANSWER_LIMIT_MILLIS = 30_000;
    private static final int TRIES = 1_000;

    private static final String UPLOAD = "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nsku,prompt\r\n";
    private static final String BATCH = "POST /v1/batches HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: application/json\r\n\r\n1\r\n{\r\n";

    @Inject
    HttpConfig config;

    @TestHTTPResource("/")
    URI root = URI.create("/");

    @Test
    void shouldRefuseOneUploadMoreAndServeAllElseWhenSlowOnesHoldAllPlaces() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            // Given
            for (int i = 0; i < config.bodies().maxUploads(); i++) {
                slow.add(begin(UPLOAD));
            }
            // When
            Response refusal = uploadUntilRefused();
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
        assertThat(uploadUntilTaken().statusCode()).isEqualTo(200);
    }

    private Socket begin(String head) throws IOException {
        Socket socket = new Socket(root.getHost(), root.getPort());
        socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
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

    /** The slow ones may not have reached their places yet. */
    private static Response uploadUntilRefused() {
        Response answer = upload();
        for (int attempt = 0; answer.statusCode() == 200 && attempt < TRIES; attempt++) {
            answer = upload();
        }
        return answer;
    }

    /** Those that broke off may hold their places for another moment. */
    private static Response uploadUntilTaken() {
        Response answer = upload();
        for (int attempt = 0; answer.statusCode() == 503 && attempt < TRIES; attempt++) {
            answer = upload();
        }
        return answer;
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
