package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.JSONL_LINE;
import static dev.renderfarm.coordinator.api.ApiCalls.post;
import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Fields that no body has: refused wherever they stand, on each route that the contract has. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class UnknownFieldsApiTest {

    private static final String UNKNOWN = "unheard_of";

    @Inject
    FakeBatchDirectory batches;

    /** A body with an unknown field. */
    private record Body(String method, String path, JsonNode json) {}

    @Test
    void shouldRefuseAFieldThatNoBodyHasOnEveryRouteOfTheContract() {
        // Given
        batches.put(TestBatches.batch(new BatchId("batch_1"), BatchStatus.COMPLETED, 1));
        List<Body> bodies = bodies();
        // Then: those that were known when this was written are among them
        assertThat(new TreeSet<>(bodies.stream()
                        .map(body -> body.method() + " " + body.path())
                        .toList()))
                .contains(
                        "PATCH /v1/batches/{id}",
                        "POST /v1/batches",
                        "POST /v1/batches/plan",
                        "POST /v1/batches/{id}/rerolls",
                        "POST /v1/batches/{id}/retry",
                        "POST /v1/batches/{id}/reviews",
                        "POST /v1/batches/{id}/tasks/skip",
                        "POST /v1/images/edits",
                        "POST /v1/images/generations",
                        "POST /v1/keys",
                        "POST /v1/webhooks",
                        "PUT /v1/defaults",
                        "PUT /v1/presets/{name}",
                        "PUT /v1/templates/{name}");
        assertThat(bodies)
                .extracting(body -> body.json().toString())
                .anyMatch(json -> json.contains("\"corrections\""));
        for (Body body : bodies) {
            // When
            Response answer = given().contentType("application/json")
                    .body(body.json().toString())
                    .request(
                            body.method(),
                            body.path().replace("{id}", "batch_1").replace("{name}", "draft"));
            // Then
            assertThat(answer.statusCode()).as(body + " " + answer.asString()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("error.param")
                            + answer.jsonPath().getString("error.message"))
                    .as(body.toString())
                    .containsAnyOf(UNKNOWN, "output_expires_after", "image", "mask");
        }
    }

    @Test
    void shouldSayWhatWasMeantByAFieldOfABatch() {
        String file = upload();
        refused(
                post("{\"input_file_id\":\"" + file
                                + "\",\"endpoint\":\"/v1/images/generations\",\"renderfarm\":{\"priorty\":5}}")
                        .then()
                        .body("error.message", containsString("did you mean \"priority\"?")),
                FailureCode.INVALID_REQUEST,
                "renderfarm.priorty");
        refused(
                post("{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\",\"priority\":5}")
                        .then()
                        .body("error.message", containsString("did you mean \"renderfarm.priority\"?")),
                FailureCode.INVALID_REQUEST,
                "priority");
    }

    @Test
    void shouldRefusePartsOfAnUploadThatItDoesNotHave() {
        byte[] content = JSONL_LINE.getBytes(StandardCharsets.UTF_8);
        refused(
                given().multiPart("purpos", "vision")
                        .multiPart("file", "a.jsonl", content)
                        .post("/v1/files")
                        .then()
                        .body("error.message", containsString("did you mean \"purpose\"?")),
                FailureCode.INVALID_REQUEST,
                "purpos");
        refused(
                given().multiPart("file", "a.jsonl", content)
                        .multiPart("thumbnail", "b.png", content)
                        .post("/v1/files")
                        .then(),
                FailureCode.INVALID_REQUEST,
                "thumbnail");
        given().multiPart("file", "a.jsonl", content)
                .multiPart("purpose", "batch")
                .multiPart("expires_after[anchor]", "created_at")
                .multiPart("expires_after[seconds]", "3600")
                .post("/v1/files")
                .then()
                .statusCode(200);
    }

    private static List<Body> bodies() {
        JsonNode document = Json.read(when().get("/q/openapi?format=json").asString(), JsonNode.class);
        List<Body> bodies = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode schema = operation.getValue().at("/requestBody/content/application~1json/schema");
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    String where = method + " " + path.getKey();
                    walk(
                            document,
                            schema,
                            where,
                            body -> body,
                            json -> bodies.add(new Body(method, path.getKey(), json)));
                }));
        return bodies;
    }

    private interface Found {
        void add(JsonNode body);
    }

    /** @param around puts a value where the schema stands */
    private static void walk(
            JsonNode document, JsonNode schema, String where, UnaryOperator<JsonNode> around, Found found) {
        if (schema.has("$ref")) {
            walk(document, document.at(schema.get("$ref").asText().substring(1)), where, around, found);
        }
        if (!schema.has("properties")) { // else each only says which of them there have to be
            schema.path("anyOf").forEach(one -> walk(document, one, where, around, found));
        }
        if (schema.has("items")) {
            walk(
                    document,
                    schema.get("items"),
                    where + "[]",
                    value -> around.apply(JsonNodeFactory.instance.arrayNode().add(value)),
                    found);
        }
        if (schema.path("additionalProperties").isObject() || !schema.has("properties")) {
            return;
        }
        boolean isPicture = schema.get("properties").has("image_url");
        assertThat(isPicture || schema.path("additionalProperties").isBoolean())
                .as(where + " says that it has no other fields")
                .isTrue();
        ObjectNode wrong = filled(schema);
        wrong.put(UNKNOWN, 1);
        found.add(around.apply(wrong));
        schema.get("properties")
                .properties()
                .forEach(property -> walk(
                        document,
                        property.getValue(),
                        where + "." + property.getKey(),
                        value -> {
                            ObjectNode outer = filled(schema);
                            outer.set(property.getKey(), value);
                            return around.apply(outer);
                        },
                        found));
    }

    /** With the texts and numbers that have to be there. */
    private static ObjectNode filled(JsonNode schema) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        schema.path("required").forEach(name -> {
            String type = schema.at("/properties/" + name.asText() + "/type").asText();
            if (type.equals("string")) {
                body.put(name.asText(), "x");
            } else if (type.equals("integer")) {
                body.put(name.asText(), 2);
            }
        });
        return body;
    }
}
