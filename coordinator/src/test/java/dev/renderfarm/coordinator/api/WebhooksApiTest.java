package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class WebhooksApiTest {

    @Test
    void shouldRegisterShowTestAndDeleteAWebhook() {
        // When
        Response created = create("{\"url\":\"https://shop.example/hook\",\"events\":[\"batch.completed\"]}");
        String path = "/v1/webhooks/" + created.path("id");
        // Then
        created.then()
                .statusCode(200)
                .header("cache-control", "no-store")
                .body("object", equalTo("webhook"))
                .body("events", hasSize(1))
                .body("secret", startsWith("whsec_"));
        when().get(path).then().statusCode(200).body("secret", nullValue());
        when().get("/v1/webhooks").then().statusCode(200).body(not(containsString("whsec_")));
        Response rotated = when().post(path + "/rotate");
        rotated.then().header("cache-control", "no-store");
        assertThat(rotated.<String>path("secret")).startsWith("whsec_").isNotEqualTo(created.path("secret"));
        when().post(path + "/test").then().statusCode(200).body("type", equalTo("renderfarm.webhook.test"));
        when().get(path + "/deliveries")
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].state", equalTo("pending"));
        when().delete(path).then().statusCode(200).body("deleted", equalTo(true));
        refused(when().get(path).then(), FailureCode.NOT_FOUND, null);
    }

    @Test
    void shouldSayWhatIsWrong() {
        refused(create("{\"url\":\"http://shop.example\"}").then(), FailureCode.INVALID_REQUEST, "url");
        refused(create("{\"url\":\"https://10.0.0.1/\"}").then(), FailureCode.INVALID_REQUEST, "url");
        refused(create("{\"url\":7}").then(), FailureCode.INVALID_REQUEST, "url");
        refused(create("").then(), FailureCode.INVALID_REQUEST, null);
        refused(
                create("{\"url\":\"https://a.example\",\"events\":[null]}").then(),
                FailureCode.INVALID_REQUEST,
                "events[0]");
        refused(when().get("/v1/webhooks/..%2f").then(), FailureCode.NOT_FOUND, null);
        refused(when().post("/v1/webhooks/wh_none/replay?since=now").then(), FailureCode.INVALID_REQUEST, "since");
    }

    private static Response create(String body) {
        return given().contentType("application/json").body(body).post("/v1/webhooks");
    }
}
