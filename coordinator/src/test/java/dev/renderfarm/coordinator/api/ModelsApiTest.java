package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;

import dev.renderfarm.common.failure.FailureCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models over HTTP, in the form of OpenAI's API. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class ModelsApiTest {

    private static final String TINY =
            "{\"id\":\"tiny\",\"object\":\"model\",\"created\":0,\"owned_by\":\"renderfarm\","
                    + "\"renderfarm\":{\"edits\":true}}";

    @Test
    void shouldListTheModelsThatABatchMayAskFor() {
        when().get("/v1/models")
                .then()
                .statusCode(200)
                .body(equalTo("{\"object\":\"list\",\"data\":[" + TINY
                        + "],\"first_id\":\"tiny\",\"last_id\":\"tiny\",\"has_more\":false}"));
        when().get("/v1/models/tiny").then().statusCode(200).body(equalTo(TINY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-image-1", "TINY", "a b", "*"})
    void shouldNameTheModelsThereAreWhenAskedForAnother(String model) {
        refused(
                given().get("/v1/models/{id}", model)
                        .then()
                        .body("error.message", equalTo("this farm does not have \"" + model + "\", it has tiny")),
                FailureCode.MODEL_NOT_FOUND,
                "model");
    }
}
