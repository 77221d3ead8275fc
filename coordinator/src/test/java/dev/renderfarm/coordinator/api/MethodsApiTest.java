package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods that an address does not take, and headers that no server reads. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class MethodsApiTest {

    @TestHTTPResource("/")
    URI root;

    @ParameterizedTest
    @CsvSource({
        "TRACE, /v1/batches, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /v1/batches/batch_1, 'DELETE, GET, HEAD, OPTIONS, PATCH'",
        "PATCH, /v1/batches/plan, 'OPTIONS, POST'",
        "GET, /v1/batches/batch_1/tasks/skip, 'OPTIONS, POST'",
        "GET, /v1/batches/batch_1/cancel, 'OPTIONS, POST'",
        "POST, /v1/batches/batch_1/events, 'GET, HEAD, OPTIONS'",
        "PATCH, /v1/files/file-1, 'DELETE, GET, HEAD, OPTIONS'",
        "SEARCH, /v1/workers, 'GET, HEAD, OPTIONS'",
        "DELETE, /q/openapi, 'GET, HEAD, OPTIONS'"
    })
    void shouldSayWhatAnAddressTakesWhenItDoesNotTakeTheMethod(String method, String path, String allowed) {
        refused(given().request(method, path).then().header("allow", allowed), FailureCode.INVALID_REQUEST, null, 405);
        given().options(path).then().statusCode(200).header("allow", equalTo(allowed));
    }

    @Test
    void shouldAnswerNothingIsThereWhateverTheMethod() {
        for (String method : List.of("GET", "POST", "TRACE", "OPTIONS")) {
            refused(given().request(method, "/v1/nothing").then(), FailureCode.NOT_FOUND, null);
        }
    }

    @Test
    void shouldAnswerAHostThatIsNoneInTheEnvelope() {
        refused(
                given().header("Host", "a b").get("/v1/workers").then().header("x-request-id", startsWith("req_")),
                FailureCode.INVALID_REQUEST,
                null);
    }

    @Test
    void shouldRefuseADamagedAddressAndShowNothingOfTheInside() throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream()
                    .write("GET /v1/files/%zz/content HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception");
        }
    }
}
