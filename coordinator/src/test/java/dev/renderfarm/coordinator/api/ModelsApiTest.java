package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.workers.SampleWorkers;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models over HTTP, in the form of OpenAI's API. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class ModelsApiTest {

    private static final String TINY =
            "{\"id\":\"tiny\",\"object\":\"model\",\"created\":0,\"owned_by\":\"renderfarm\","
                    + "\"renderfarm\":{\"edits\":true,\"family\":\"z-image\",\"sizes\":\"both sides multiples of 16"
                    + " from 32 to 256, at most 65536 pixels\",\"size\":\"64x64\",\"num_inference_steps\":8,"
                    + "\"guidance_scale\":0.0,\"schedulers\":[\"flow_match_euler\"],\"workers\":WORKERS}}";
    private static final String NOBODY =
            "{\"readiness\":\"none\",\"ready\":0,\"starting\":0,\"set_aside\":0,\"images_per_second\":0.0}";
    private static final String ONE =
            "{\"readiness\":\"ready\",\"ready\":1,\"starting\":0,\"set_aside\":0,\"images_per_second\":1.5}";

    @Inject
    WorkerRegistry workers;

    @BeforeEach
    void sendEverybodyHome() {
        workers.views()
                .forEach(worker -> SampleWorkers.heardOf(
                        workers, worker.heartbeat().workerId().value(), WorkerState.STOPPED));
    }

    @Test
    void shouldListTheModelsThatABatchMayAskFor() {
        when().get("/v1/models")
                .then()
                .statusCode(200)
                .body(equalTo("{\"object\":\"list\",\"data\":[" + tiny(NOBODY)
                        + "],\"first_id\":\"tiny\",\"last_id\":\"tiny\",\"has_more\":false}"));
        when().get("/v1/models/tiny").then().statusCode(200).body(equalTo(tiny(NOBODY)));
    }

    @Test
    void shouldTellWhoDrawsWithAModelAndHowFast() {
        SampleWorkers.heardOf(workers, "w-models", WorkerState.READY);
        when().get("/v1/models/tiny").then().statusCode(200).body(equalTo(tiny(ONE)));
    }

    private static String tiny(String workers) {
        return TINY.replace("WORKERS", workers);
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
