package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web app beside the API, as the coordinator has both. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class PagesApiTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/batches", "/batches/batch_1", "/workers", "/help"})
    void shouldSendThePage(String address) {
        given().get(address)
                .then()
                .statusCode(200)
                .contentType("text/html;charset=utf-8")
                .header("content-security-policy", startsWith("default-src 'none'; script-src 'self' 'sha256-"))
                .header("cache-control", equalTo("no-cache"))
                .body(containsString("<farm-app>"));
    }

    @Test
    void shouldSendTheAppAndItsLibraries() {
        given().get("/app/app.js").then().statusCode(200).contentType("text/javascript;charset=utf-8");
        String library = given().get("/").asString().replaceAll("(?s).*\"lit\": \"([^\"]+)\".*", "$1");
        given().get(library).then().statusCode(200).header("cache-control", containsString("immutable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/nothing", "/app/none.js", "/nowhere", "/batchesx"})
    void shouldAnswerInTheApisEnvelopeWhereThereIsNothing(String address) {
        refused(given().get(address).then(), FailureCode.NOT_FOUND, null);
    }

    @Test
    void shouldLeaveTheApisAnswersAsTheyAre() {
        given().header("accept-encoding", "gzip")
                .get("/v1/batches")
                .then()
                .statusCode(200)
                .header("content-security-policy", nullValue())
                .header("content-encoding", nullValue())
                .header("cache-control", nullValue());
    }

    @Test
    void shouldSendPagesToNobodyWhoMayNotAsk() {
        refused(given().header("host", "evil.example").get("/batches").then(), FailureCode.FORBIDDEN, null);
        refused(
                given().header("sec-fetch-site", "same-site")
                        .post("/v1/batches/batch_1/cancel")
                        .then(),
                FailureCode.FORBIDDEN,
                null);
    }
}
