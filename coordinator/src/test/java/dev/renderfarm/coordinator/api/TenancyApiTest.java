package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.access.RouteRoles;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.keys.KeyDesk;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.live.LatestFailures;
import dev.renderfarm.coordinator.live.SampleFailures;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tenants see of one another: nothing, by whichever route. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class TenancyApiTest {

    /** {@code -Drenderfarm.tenancy.requests} asks for more of them. */
    private static final int REQUESTS = Integer.getInteger("renderfarm.tenancy.requests", 1_000);

    private static final BatchId THEIRS = new BatchId("batch_oftenanta");
    private static final BatchId OURS = new BatchId("batch_oftenantb");
    private static final byte[] CSV = "sku,prompt\nSECRET-SKU,mug\n".getBytes(StandardCharsets.UTF_8);

    @Inject
    KeyDesk keys;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeCommandPublisher commands;

    @Inject
    LatestFailures failures;

    private String a = "";
    private String b = "";
    private String file = "";

    @BeforeEach
    void letThereBeTwoTenants() throws InterruptedException {
        a = secret("shop-a", "operator");
        b = secret("shop-b", "operator");
        batches.put(of("shop-a", TestBatches.batch(THEIRS, BatchStatus.IN_PROGRESS, 1)));
        batches.put(of("shop-b", TestBatches.batch(OURS, BatchStatus.IN_PROGRESS, 1)));
        SampleFailures.note(failures, "failure-7-7", new TaskId(THEIRS, 0));
        file = with(a).multiPart("purpose", "batch")
                .multiPart("file", "secret.csv", CSV)
                .post("/v1/files")
                .path("id");
        commands.setLedger(this::open);
    }

    private void open(BatchCommand command) {
        if (command instanceof BatchCommand.Submit submit) {
            batches.put(BatchEntry.submitted(submit, submit.createdAt()).view());
        }
    }

    private static Batch of(String tenant, Batch batch) {
        return TestBatches.shared(batch, new Sharing(new TenantName(tenant), null), Course.UNKNOWN);
    }

    private String secret(String tenant, String role) throws InterruptedException {
        return String.valueOf(keys.create(new KeyRequest(tenant, tenant, role, null), Caller.LOCAL)
                .secret());
    }

    private static RequestSpecification with(String secret) {
        return RestAssured.given().header("Host", AccessApiTest.NAME).header("Authorization", "Bearer " + secret);
    }

    /** As it names a batch or a file of a tenant's. */
    private static String path(String route, String batch, String file) {
        return route.split(" ")[1]
                .replace("/files/{id}", "/files/" + file)
                .replace("/batches/{id}", "/batches/" + batch)
                .replace("{file}", route.contains("thumbnails") ? "A.jpg" : "A.png")
                .replace("{index}", "0");
    }

    @Test
    void shouldAnswerOfThingsOfOthersAsIfThereWereNone() {
        RouteRoles.all().keySet().stream()
                .filter(route -> route.contains("/batches/{id}") || route.contains("/files/{id}"))
                .filter(route -> !route.endsWith("/plan"))
                // nothing is hidden from admins
                .filter(route -> RouteRoles.all().get(route) != Role.ADMIN)
                .forEach(route -> {
                    String method = route.split(" ")[0];
                    Response theirs = sent(method).request(method, path(route, THEIRS.value(), file));
                    Response nobodys = sent(method).request(method, path(route, "batch_ofnobody0", "file-ofnobody"));
                    assertThat(theirs.statusCode()).as(route).isEqualTo(404);
                    assertThat(nobodys.statusCode()).as(route).isEqualTo(404);
                    assertThat(theirs.asString().replace(THEIRS.value(), "ID").replace(file, "ID"))
                            .as(route)
                            .isEqualTo(nobodys.asString()
                                    .replace("batch_ofnobody0", "ID")
                                    .replace("file-ofnobody", "ID"));
                });
    }

    private RequestSpecification sent(String method) {
        return method.equals("POST") || method.equals("PATCH")
                ? with(b).contentType(ContentType.JSON).body("{}")
                : with(b);
    }

    @Test
    void shouldListNobodyElsesThings() {
        with(b).get("/v1/batches")
                .then()
                .body("data.id", hasItem(OURS.value()))
                .body("data.id", not(hasItem(THEIRS.value())))
                .body(
                        "renderfarm.counts.all",
                        equalTo(with(b).get("/v1/batches").path("data.size()")));
        with(b).get("/v1/files").then().body("data.id", not(hasItem(file)));
        with(a).get("/v1/files").then().body("data.id", hasItem(file));
        with(b).get("/v1/failures").then().body("data", empty());
        with(a).get("/v1/failures").then().body("data.batch", hasItem(THEIRS.value()));
        with(b).get("/v1/failures?after=failure-7-7").then().statusCode(404);
        with(b).get("/v1/files?after=" + FileId.ofBatch(THEIRS, BatchFile.OUTPUT))
                .then()
                .statusCode(404);
    }

    @Test
    void shouldSayOfAFileWhoseItIs() {
        with(a).get("/v1/files/" + file).then().body("renderfarm.tenant", equalTo("shop-a"));
    }

    @Test
    void shouldShowAnAdminEverybodysThings() throws InterruptedException {
        String admin = secret("default", "admin");
        with(admin).get("/v1/batches/" + THEIRS).then().statusCode(200);
        with(admin).get("/v1/files/" + file).then().statusCode(200);
    }

    private Response submit(String secret, String body) {
        return with(secret).contentType(ContentType.JSON).body(body).post("/v1/batches");
    }

    private String request(String more) {
        return "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\"" + more + "}";
    }

    @Test
    void shouldMakeBatchesOfTheKeysTenantAlone() {
        String made = submit(a, request("")).path("id");
        with(a).get("/v1/batches/" + made).then().statusCode(200);
        with(b).get("/v1/batches/" + made).then().statusCode(404);
        refused(
                submit(a, request(",\"renderfarm\":{\"tenant\":\"shop-b\"}")).then(),
                FailureCode.FORBIDDEN,
                "renderfarm.tenant");
        refused(submit(b, request("")).then(), FailureCode.NOT_FOUND, "input_file_id");
        with(b).contentType(ContentType.JSON)
                .body(request(""))
                .post("/v1/batches/plan")
                .then()
                .statusCode(404);
        with(b).get("/v1/batches?parent=" + THEIRS).then().statusCode(404);
        with(b).get("/v1/batches?after=" + THEIRS).then().statusCode(404);
        with(b).get("/v1/events?batches=" + OURS + "," + THEIRS).then().statusCode(404);
    }

    private Response submit(String secret, String body, String idempotencyKey) {
        return with(secret)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", idempotencyKey)
                .body(body)
                .post("/v1/batches");
    }

    @Test
    void shouldTellRepeatsOfOneTenantFromThoseOfAnother() {
        // Given
        String lines = "{\"endpoint\":\"/v1/images/generations\",\"requests\":[{\"prompt\":\"mug\"}]}";
        // When
        String first =
                submit(a, lines, "spring").then().statusCode(200).extract().path("id");
        String again = submit(a, lines, "spring").path("id");
        String other =
                submit(b, lines, "spring").then().statusCode(200).extract().path("id");
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        with(b).get("/v1/batches/" + first).then().statusCode(404);
        with(a).get("/v1/batches/" + other).then().statusCode(404);
    }

    @Test
    void shouldKeepPresetsAndTemplatesApart() {
        with(a).contentType(ContentType.JSON)
                .body("{\"fields\":{\"size\":\"4:5\"}}")
                .put("/v1/presets/mine")
                .then()
                .statusCode(200);
        with(a).contentType(ContentType.JSON)
                .body("{\"text\":\"{title} of ours\"}")
                .put("/v1/templates/mine")
                .then()
                .statusCode(200);
        for (String kind : List.of("presets", "templates")) {
            with(a).get("/v1/" + kind + "/mine").then().statusCode(200);
            with(b).get("/v1/" + kind + "/mine").then().statusCode(404);
            with(b).get("/v1/" + kind).then().body("data.name", not(hasItem("mine")));
            with(b).delete("/v1/" + kind + "/mine").then().statusCode(404);
        }
        with(b).get("/v1/presets/draft").then().statusCode(200);
        with(a).contentType(ContentType.JSON)
                .body("{\"preset\":\"mine\",\"template\":\"mine@1\"}")
                .put("/v1/defaults")
                .then()
                .statusCode(200)
                .body("preset", equalTo("mine"))
                .body("template", equalTo("mine@1"));
        with(b).get("/v1/defaults").then().body("preset", not(equalTo("mine")));
        with(b).contentType(ContentType.JSON)
                .body("{\"preset\":\"mine\"}")
                .put("/v1/defaults")
                .then()
                .statusCode(404)
                .body("error.param", equalTo("preset"));
    }

    @Test
    void shouldLeakNothingOverManyRandomRequests() {
        // Given
        Random random = new Random(20_260_103);
        List<String> routes = RouteRoles.all().keySet().stream()
                .filter(route -> !route.equals("GET /v1/events") && !route.contains("/v1/keys"))
                .toList();
        for (int i = 0; i < REQUESTS; i++) {
            String route = routes.get(random.nextInt(routes.size()));
            String method = route.split(" ")[0];
            String path = path(route, THEIRS.value(), file)
                    .replace("{id}", random.nextBoolean() ? THEIRS.value() : "tiny")
                    .replace("{name}", "random");
            String query = List.of(
                            "",
                            "?after=" + THEIRS,
                            "?after=" + file,
                            "?parent=" + THEIRS,
                            "?q=secret",
                            "?limit=1",
                            "?batches=" + THEIRS,
                            "?purpose=batch",
                            "?order=asc",
                            "?model=tiny")
                    .get(random.nextInt(10));
            RequestSpecification request = with(b);
            if (method.equals("POST") || method.equals("PATCH") || method.equals("PUT")) {
                request.contentType(ContentType.JSON)
                        .body(random.nextBoolean() ? request("") : "{\"items\":[{\"index\":0}],\"indexes\":[0]}");
            }
            // When
            Response answer = request.request(method, path + query);
            // Then
            boolean named = path.contains(THEIRS.value()) || path.contains(file);
            assertThat(answer.statusCode()).as(route + query).isLessThan(500);
            if (named && !path.contains("/models/") && !path.contains("/workers/")) {
                assertThat(answer.statusCode()).as(route + query).isBetween(400, 415);
            }
            assertThat(answer.asString()).as(route + query).doesNotContain("SECRET-SKU", "secret.csv", "shop-a");
        }
    }
}
