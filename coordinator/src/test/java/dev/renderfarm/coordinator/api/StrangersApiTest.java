package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.config.HttpConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What pages of other sites, other users of the machine and finders of odd paths get. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class StrangersApiTest {

    private static final int LOOKS = 200;

    @Inject
    HttpConfig config;

    @ConfigProperty(name = "quarkus.http.body.uploads-directory")
    String uploads = "";

    @Test
    void shouldRefuseANameThatIsNotTheFarms() {
        refused(given().header("host", "evil.example").get("/v1/batches").then(), FailureCode.FORBIDDEN, null);
        refused(given().header("host", "evil.example").get("/q/health").then(), FailureCode.FORBIDDEN, null);
        given().header("host", "10.1.2.3:8080").get("/q/health/live").then().statusCode(200);
    }

    @Test
    void shouldLetNoOtherPageUploadOrCancel() {
        refused(
                given().header("origin", "https://evil.example")
                        .multiPart("purpose", "batch")
                        .multiPart("file", "a.csv", new byte[1])
                        .post("/v1/files")
                        .then(),
                FailureCode.FORBIDDEN,
                null);
        refused(
                given().header("sec-fetch-site", "cross-site")
                        .post("/v1/batches/batch_1/cancel")
                        .then(),
                FailureCode.FORBIDDEN,
                null);
        given().header("origin", "https://evil.example")
                .get("/v1/workers")
                .then()
                .statusCode(200)
                .header("access-control-allow-origin", nullValue());
    }

    @Test
    void shouldKeepUploadsFromOthersOnTheMachine() throws IOException {
        ApiCalls.upload();
        assertThat(uploads).isEqualTo(config.uploadDir().toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.uploadDir())))
                .isEqualTo("rwx------");
        assertThat(uploadsLeft()).isZero();
    }

    /** Removing them takes another moment after the answer. */
    private long uploadsLeft() throws IOException {
        long left = countUploads();
        for (int look = 0; left > 0 && look < LOOKS; look++) {
            when().get("/q/health/live").then().statusCode(200);
            left = countUploads();
        }
        return left;
    }

    private long countUploads() throws IOException {
        try (Stream<?> left = Files.list(config.uploadDir())) {
            return left.count();
        }
    }

    @Test
    void shouldAddNoSeriesForOddPaths() {
        // Given
        when().get("/odd/path/1").then().statusCode(404);
        when().put("/v1/batches/batch_odd2").then().statusCode(405);
        given().header("host", "evil.example").get("/odd/path/3").then().statusCode(403);
        given().header("host", "evil.example")
                .get("/v1/batches/batch_odd4")
                .then()
                .statusCode(403);
        // When
        String metrics = when().get("/q/metrics").asString();
        // Then
        assertThat(metrics)
                .contains("http_server_requests")
                .contains("uri=\"/v1/batches/{id}\"")
                .contains("renderfarm_workers_live")
                .contains("renderfarm_tasks_ended_total{state=\"cancelled\"}")
                .doesNotContain("odd");
    }
}
