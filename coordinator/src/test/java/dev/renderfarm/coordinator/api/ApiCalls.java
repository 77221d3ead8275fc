package dev.renderfarm.coordinator.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.renderfarm.common.failure.FailureCode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Calls and expectations that tests of the HTTP API share. */
final class ApiCalls {

    static final String JSONL_LINE = "{\"sku\":\"A\",\"prompt\":\"mug\"}\n";

    private ApiCalls() {}

    static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/batches");
    }

    static String upload() {
        return given().multiPart("purpose", "batch")
                .multiPart("file", "a.jsonl", JSONL_LINE.getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .extract()
                .path("id");
    }

    static void refused(ValidatableResponse answer, FailureCode code, @Nullable String param) {
        refused(answer, code, param, code.httpStatus());
    }

    static void refused(ValidatableResponse answer, FailureCode code, @Nullable String param, int status) {
        answer.statusCode(status)
                .contentType(ContentType.JSON)
                .body("error.code", equalTo(code.wireName()))
                .body("error.type", equalTo(status < 500 ? "invalid_request_error" : "server_error"))
                .body("error.param", equalTo(param));
    }
}
