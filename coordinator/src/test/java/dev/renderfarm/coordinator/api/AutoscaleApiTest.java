package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What autoscalers ask for, over HTTP and on the page of metrics. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class AutoscaleApiTest {

    private static final BatchId BATCH = new BatchId("batch_autoscaled");

    @Inject
    FakeBatchDirectory directory;

    @AfterEach
    void endBatch() {
        directory.setAvailable(true);
        directory.put(TestBatches.batch(BATCH, BatchStatus.CANCELLED, 2));
    }

    @Test
    void shouldTellWhatWaitsForTheModelWhetherOrNotItIsNamed() {
        // Given
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1, 500, null));
        // Then: as the other tests put batches too, only what is certain
        when().get("/v1/autoscale?model=tiny")
                .then()
                .statusCode(200)
                .body("object", equalTo("autoscale"))
                .body("model", equalTo("tiny"))
                .body("pace", equalTo("configured"))
                .body("seconds_per_image", equalTo(5.0f))
                .body("ready", equalTo(0));
        when().get("/v1/autoscale").then().statusCode(200).body("model", equalTo("tiny"));
    }

    @Test
    void shouldNameTheModelsThereAreWhenAskedForAnother() {
        refused(
                given().get("/v1/autoscale?model=none").then().body("error.message", containsString("it has tiny")),
                FailureCode.MODEL_NOT_FOUND,
                "model");
    }

    @Test
    void shouldHaveItsSeriesOnThePageOfMetricsFromTheStart() {
        for (String series : new String[] {
            "renderfarm_backlog_images{model=\"tiny\"}",
            "renderfarm_backlog_worker_seconds{model=\"tiny\"}",
            "renderfarm_workers{model=\"tiny\",state=\"ready\"}"
        }) {
            when().get("/q/metrics").then().statusCode(200).body(containsString(series));
        }
    }
}
