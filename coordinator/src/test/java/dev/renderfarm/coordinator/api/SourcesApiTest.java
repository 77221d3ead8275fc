package dev.renderfarm.coordinator.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class SourcesApiTest {

    private static final String ADDRESS = "/v1/sources";

    @Inject
    InMemoryObjectStore objects;

    @Test
    void shouldGiveOutWhatLinesMayName() {
        // Given
        byte[] picture = TestPictures.cutOut(32, 32);
        String sent = ObjectKeys.source(new BatchId("batch_1"), "ab".repeat(32));
        objects.put("sources/mug no 1.png", picture, "text/html", Map.of());
        objects.put(sent, picture, "text/html", Map.of());
        for (String key : new String[] {"sources/mug no 1.png", sent}) {
            // When
            byte[] answer = given().queryParam("key", key)
                    .get(ADDRESS)
                    .then()
                    .statusCode(200)
                    .contentType("application/octet-stream")
                    .header("Content-Disposition", startsWith("attachment"))
                    .extract()
                    .asByteArray();
            // Then
            assertThat(answer).isEqualTo(picture);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"farm.json", "files/file-abc", "sources/../farm.json", "batches/batch_1/manifest.csv"})
    void shouldGiveOutNothingElse(String key) {
        // Given
        objects.put("farm.json", TestPictures.cutOut(32, 32), "image/png", Map.of());
        objects.put("batches/batch_1/manifest.csv", TestPictures.cutOut(32, 32), "image/png", Map.of());
        // Then
        given().queryParam("key", key)
                .get(ADDRESS)
                .then()
                .statusCode(400)
                .body("error.param", is("key"))
                .body("error.message", containsString("names no picture"));
    }

    @Test
    void shouldSayWhyThereIsNoPicture() {
        // Given
        objects.put("sources/prices.csv", "sku,price".getBytes(StandardCharsets.UTF_8), "", Map.of());
        // Then
        given().queryParam("key", "sources/prices.csv").get(ADDRESS).then().statusCode(400);
        given().queryParam("key", "sources/none.png")
                .get(ADDRESS)
                .then()
                .statusCode(404)
                .body("error.message", containsString("there is no object sources/none.png"));
        given().get(ADDRESS).then().statusCode(400).body("error.message", containsString("is missing"));
    }
}
