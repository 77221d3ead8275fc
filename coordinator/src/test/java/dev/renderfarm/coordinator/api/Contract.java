package dev.renderfarm.coordinator.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.renderfarm.common.wire.Json;
import io.restassured.response.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What {@code /q/openapi} says, and whether answers and bodies are as it says. */
final class Contract {

    private static final String JSON = "application/json";

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    Contract(String json) {
        this.document = Json.read(json, JsonNode.class);
    }

    /** Each as {@code GET /v1/files/{id} 200}. */
    Set<String> answers() {
        Set<String> all = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> operation
                        .getValue()
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status -> all.add(name(operation.getKey(), path.getKey()) + " " + status))));
        return all;
    }

    /** The operation of a request, as {@code GET /v1/files/{id}}; empty for what the contract does not have. */
    Optional<String> operation(String method, String path) {
        return document.get("paths").properties().stream()
                .filter(known -> path.matches(known.getKey().replaceAll("\\{[a-z]+}", "[^/]+")))
                .min(Comparator.comparing(known ->
                        known.getKey().chars().filter(sign -> sign == '{').count()))
                .filter(known -> known.getValue().has(method.toLowerCase(Locale.ROOT)))
                .map(known -> name(method, known.getKey()));
    }

    /** Fails where an answer is not among those that the contract has for the operation. */
    void check(String operation, Response answer) {
        String what = operation + " " + answer.statusCode();
        String[] parts = operation.split(" ");
        JsonNode declared = document.get("paths")
                .get(parts[1])
                .get(parts[0].toLowerCase(Locale.ROOT))
                .get("responses")
                .path(String.valueOf(answer.statusCode()));
        assertThat(declared.isMissingNode())
                .as(what + " is not in the contract")
                .isFalse();
        JsonNode content = declared.path("content");
        if (content.isEmpty()) {
            assertThat(answer.asByteArray()).as("body of " + what).isEmpty();
            return;
        }
        String type = requireNonNull(answer.contentType()).split(";")[0];
        assertThat(content.has(type)).as(what + " is of the type " + type).isTrue();
        if (type.equals(JSON) && content.get(type).has("schema")) {
            assertThat(violations(content.get(type).get("schema"), answer.asString()))
                    .as("violations of the contract: " + what + " " + answer.asString())
                    .isEmpty();
        }
    }

    boolean hasSchema(String name) {
        return document.at("/components/schemas/" + name).isObject();
    }

    List<String> violations(String schema, String json) {
        return violations(Json.read("{\"$ref\":\"#/components/schemas/" + schema + "\"}", JsonNode.class), json);
    }

    private List<String> violations(JsonNode schema, String json) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.get("components"));
        return schemas.getSchema(root).validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static String name(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }
}
