package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage over HTTP. As other tests put batches too, of a tenant of its own. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class UsageApiTest {

    private static final TenantName TENANT = new TenantName("usage-api");
    private static final String ASKED = "start_time=2026-01-01&end_time=2026-01-04&tenant=" + TENANT;

    @Inject
    FakeBatchDirectory directory;

    @BeforeEach
    void putBatch() {
        Usage usage = new Usage(new BigDecimal("12.5"), null);
        Batch batch = TestBatches.batch(new BatchId("batch_usageapi"), BatchStatus.IN_PROGRESS, 1);
        directory.put(TestBatches.shared(
                TestBatches.using(
                        batch,
                        new BatchUsage(
                                usage,
                                4,
                                null,
                                List.of(new UsageDay(LocalDate.of(2026, 1, 2), 3, 4, 99, usage, null)))),
                new Sharing(TENANT, null),
                Course.UNKNOWN));
        await().untilAsserted(() ->
                when().get("/v1/usage?" + ASKED).then().statusCode(200).body("data[1].results", hasSize(1)));
    }

    @AfterEach
    void endBatch() {
        directory.setAvailable(true);
        directory.put(TestBatches.batch(new BatchId("batch_usageapi"), BatchStatus.CANCELLED, 2));
    }

    @Test
    void shouldTellWhatATenantHadOnEachDay() {
        when().get("/v1/usage?group_by=tenant,model&" + ASKED)
                .then()
                .statusCode(200)
                .body("object", equalTo("page"))
                .body("has_more", equalTo(false))
                .body("data", hasSize(3))
                .body("data[0].results", empty())
                .body("data[1].object", equalTo("bucket"))
                .body("data[1].start_time", equalTo(1767312000))
                .body("data[1].end_time", equalTo(1767398400))
                .body("data[1].results[0].tenant", equalTo("usage-api"))
                .body("data[1].results[0].model", equalTo("tiny"))
                .body("data[1].results[0].completed", equalTo(3))
                .body("data[1].results[0].images", equalTo(4))
                .body("data[1].results[0].bytes", equalTo(99))
                .body("data[1].results[0].device_seconds", equalTo(12.5f))
                .body("data[1].results[0].costs", empty());
    }

    @Test
    void shouldTellBatchesApart() {
        when().get("/v1/usage?group_by=batch&" + ASKED)
                .then()
                .statusCode(200)
                .body("data.results.flatten().batch", hasItem("batch_usageapi"));
    }

    @Test
    void shouldGiveTheSameAsASheet() {
        when().get("/v1/usage.csv?" + ASKED)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", startsWith("attachment; filename=\"usage-2026-01-01-2026-01-04.csv\""))
                .body(equalTo(
                        "date,tenant,model,batch,completed,images,bytes,device_seconds,energy_joules,cost,currency\n"
                                + "2026-01-02,,,,3,4,99,12.5,,,\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "start_time=yesterday, start_time",
        "start_time=2026-02-30, start_time",
        "end_time=999999999999999, end_time",
        "start_time=2026-03-02&end_time=2026-03-02, end_time",
        "group_by=colour, group_by",
        "bucket_width=1h, bucket_width",
        "limit=367, limit",
        "tenant=Shop%20A, tenant",
        "tenant=, tenant",
        "model=shop&tenant=%20, tenant",
        "start_time=, start_time",
        "model=%3D1, model"
    })
    void shouldNameTheParameterThatIsWrong(String query, String param) {
        refused(given().get("/v1/usage?" + query).then(), FailureCode.INVALID_REQUEST, param);
    }

    @Test
    void shouldKnowNoPageThatItHasNotNamed() {
        refused(given().get("/v1/usage?page=nothing").then(), FailureCode.NOT_FOUND, "page");
    }

    @Test
    void shouldSayThatItIsNotKnownWhileTheLedgerCannotBeRead() {
        directory.setAvailable(false);
        when().get("/v1/usage?" + ASKED).then().statusCode(503);
    }
}
