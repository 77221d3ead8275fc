package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.post;
import static dev.renderfarm.coordinator.api.ApiCalls.upload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.HttpContractTest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract and what reads and writes bodies, side by side. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class ContractTest {

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeCommandPublisher commands;

    @BeforeEach
    void letTheLedgerOpenBatches() {
        commands.setLedger(command -> batches.put(TestBatches.batch(command.batchId(), BatchStatus.VALIDATING, 1)));
    }

    static Contract contract() {
        return new Contract(when().get("/q/openapi?format=json").asString());
    }

    @Test
    void shouldDescribeEveryBodyThatTheRecordsWrite() {
        Contract contract = contract();
        Stream<Object[]> taken = HttpContractTest.bodies()
                .map(Arguments::get)
                .filter(body -> !(body[0] instanceof BatchRequest request) || request.outputExpiresAfter() == null);
        taken.forEach(body -> {
            String name = body[0].getClass().getSimpleName();
            assertThat(contract.hasSchema(name)).as(name).isTrue();
            assertThat(contract.violations(name, (String) body[1]))
                    .as((String) body[1])
                    .isEmpty();
        });
        assertThat(contract.violations(
                        "BatchErrors",
                        Json.string(new BatchErrors(List.of(
                                new LineError(FailureCode.INVALID_REQUEST, null, null, "empty"),
                                new LineError(FailureCode.INVALID_REQUEST, 1, "sku", "empty"))))))
                .isEmpty();
    }

    @Test
    void shouldMissWhatABodyPromises() {
        Batch batch = TestBatches.batch(new BatchId("batch_1"), BatchStatus.VALIDATING, 1);
        Contract contract = contract();
        assertThat(contract.violations("Batch", Json.string(batch))).isEmpty();
        assertThat(contract.violations("Batch", Json.string(batch).replace("\"errors\":null,", "")))
                .isNotEmpty();
        assertThat(contract.violations(
                        "Batch", Json.string(batch).replace("\"status\":\"validating\"", "\"status\":null")))
                .isNotEmpty();
        assertThat(contract.violations("Batch", Json.string(batch).replace("1767225600", "\"2026-01-01T00:00:00Z\"")))
                .isNotEmpty();
    }

    static Stream<String> fields() {
        return Stream.of(
                "",
                ",\"later\":1",
                ",\"endpoint\":null",
                ",\"endpoint\":\"/v1/images/edits\"",
                ",\"input_file_id\":null",
                ",\"input_file_id\":5",
                ",\"completion_window\":null",
                ",\"completion_window\":\"720h\"",
                ",\"completion_window\":\"721h\"",
                ",\"completion_window\":\"0h\"",
                ",\"completion_window\":\"024h\"",
                ",\"completion_window\":24",
                ",\"metadata\":null",
                ",\"metadata\":{\"" + "杯".repeat(64) + "\":\"" + "😀".repeat(512) + "\"}",
                ",\"metadata\":{\"" + "k".repeat(65) + "\":\"\"}",
                ",\"metadata\":{\"k\":\"" + "v".repeat(513) + "\"}",
                ",\"metadata\":{\"\":\"v\"}",
                ",\"metadata\":{\"k\":null}",
                ",\"metadata\":{\"k\":1}",
                ",\"metadata\":{\"k\":true}",
                ",\"metadata\":{" + pairs(16) + "}",
                ",\"metadata\":{" + pairs(17) + "}",
                ",\"metadata\":\"\"",
                ",\"metadata\":[]",
                ",\"output_expires_after\":null",
                ",\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":3600}",
                ",\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":3599}",
                ",\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":2592001}",
                ",\"output_expires_after\":{\"anchor\":\"last_active_at\",\"seconds\":3600}",
                ",\"output_expires_after\":{\"seconds\":3600}",
                ",\"output_expires_after\":{}",
                ",\"model\":null",
                ",\"model\":\"tiny\"",
                ",\"model\":7",
                ",\"renderfarm\":null",
                ",\"renderfarm\":{}",
                ",\"renderfarm\":\"\"",
                ",\"renderfarm\":{\"seed\":4294967295}",
                ",\"renderfarm\":{\"seed\":4294967296}",
                ",\"renderfarm\":{\"seed\":99999999999999999999999}",
                ",\"renderfarm\":{\"seed\":-1}",
                ",\"renderfarm\":{\"seed\":7.0}",
                ",\"requests\":[{\"prompt\":\"a\"}]",
                ",\"requests\":null",
                ",\"input_file_id\":null,\"requests\":[{\"prompt\":\"a\"}]",
                ",\"input_file_id\":null,\"requests\":[]",
                ",\"input_file_id\":null,\"requests\":[null]",
                ",\"input_file_id\":null,\"requests\":[\"a\"]",
                ",\"renderfarm\":{\"seed\":7.5}",
                ",\"renderfarm\":{\"seed\":\"7\"}",
                ",\"renderfarm\":{\"seed\":true}",
                ",\"renderfarm\":{\"seed\":null}",
                ",\"renderfarm\":{\"name\":\" spring mugs \"}",
                ",\"renderfarm\":{\"name\":\"spring\\u0007mugs\"}",
                ",\"renderfarm\":{\"name\":\"\\n\"}",
                ",\"renderfarm\":{\"name\":\"\\u2028\"}",
                ",\"renderfarm\":{\"max_attempts\":10}",
                ",\"renderfarm\":{\"max_attempts\":11}",
                ",\"renderfarm\":{\"max_attempts\":0}",
                ",\"renderfarm\":{\"max_attempts\":\"\"}",
                ",\"renderfarm\":{\"max_attempts\":1e1}",
                ",\"renderfarm\":{\"tenant\":\"shop-a\",\"max_in_flight\":3}",
                ",\"renderfarm\":{\"tenant\":null,\"max_in_flight\":null}",
                ",\"renderfarm\":{\"tenant\":\"Shop A\"}",
                ",\"renderfarm\":{\"tenant\":\"\"}",
                ",\"renderfarm\":{\"tenant\":7}",
                ",\"renderfarm\":{\"max_in_flight\":0}",
                ",\"renderfarm\":{\"max_in_flight\":100001}",
                ",\"renderfarm\":{\"template\":\"a mug\"}",
                ",\"renderfarm\":{\"template\":\"\"}",
                ",\"renderfarm\":{\"template\":\" \"}",
                ",\"renderfarm\":{\"mapping\":{\"sku\":\"Variant SKU\"}}",
                ",\"renderfarm\":{\"mapping\":{\"sku\":\"\"}}",
                ",\"renderfarm\":{\"mapping\":{\"prompt\":\"\"}}",
                ",\"renderfarm\":{\"mapping\":{\"size\":\"\"}}",
                ",\"renderfarm\":{\"mapping\":{\"colour\":\"Colour\"}}",
                ",\"renderfarm\":{\"mapping\":{\"sku\":null}}",
                ",\"renderfarm\":{\"variants\":{\"background\":[\"marble\",\"oak\"]}}",
                ",\"renderfarm\":{\"variants\":{\"background\":[]}}",
                ",\"renderfarm\":{\"variants\":{\"background\":null}}",
                ",\"renderfarm\":{\"variants\":{\"background\":[\"\"]}}",
                ",\"renderfarm\":{\"variants\":{\"background\":[null]}}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":2,\"field\":\"size\",\"value\":\"64x64\"}]}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":2,\"field\":\"size\"}]}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":2,\"skip\":true}]}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":2,\"field\":\"size\",\"skip\":false}]}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":2,\"field\":\"size\",\"skip\":true}]}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":2}]}",
                ",\"renderfarm\":{\"corrections\":[{\"line\":0,\"skip\":true}]}",
                ",\"renderfarm\":{\"corrections\":[{\"field\":\"size\"}]}",
                ",\"renderfarm\":{\"corrections\":[null]}",
                ",\"renderfarm\":{\"corrections\":[]}",
                ",\"renderfarm\":{\"strict\":false}",
                ",\"renderfarm\":{\"strict\":null}",
                ",\"renderfarm\":{\"strict\":0}",
                ",\"renderfarm\":{\"strict\":\"true\"}",
                ",\"renderfarm\":{\"on_invalid\":\"skip_lines\"}",
                ",\"renderfarm\":{\"on_invalid\":\"skip\"}",
                ",\"renderfarm\":{\"on_invalid\":null}",
                ",\"renderfarm\":{\"encoding\":\"windows-1252\"}",
                ",\"renderfarm\":{\"encoding\":\"klingon\"}",
                ",\"renderfarm\":{\"encoding\":null}");
    }

    private static String pairs(int count) {
        return String.join(
                ",",
                Stream.iterate(1, i -> i + 1)
                        .limit(count)
                        .map(i -> "\"k" + i + "\":\"v\"")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void shouldTakeOfABatchWhatTheContractAllowsAndNothingElse(String fields) {
        // Given
        String body = "{\"input_file_id\":\"" + upload() + "\",\"endpoint\":\"/v1/images/generations\"" + fields + "}";
        // When
        int status = post(lastOfEachKey(body)).statusCode();
        // Then
        boolean allowed =
                contract().violations("BatchRequest", lastOfEachKey(body)).isEmpty();
        assertThat(status).isEqualTo(allowed ? 200 : 400);
    }

    static Stream<Arguments> bodies() {
        String batch = "/v1/batches/batch_1";
        return Stream.of(
                arguments("POST", batch + "/reviews", "ReviewRequest", "{}"),
                arguments("POST", batch + "/reviews", "ReviewRequest", "{\"reviews\":null}"),
                arguments("POST", batch + "/reviews", "ReviewRequest", "{\"reviews\":[]}"),
                arguments("POST", batch + "/rerolls", "RerollRequest", "{\"items\":null}"),
                arguments("POST", batch + "/tasks/skip", "SkipRequest", "{}"),
                arguments("POST", batch + "/tasks/skip", "SkipRequest", "{\"custom_ids\":[],\"indexes\":null}"),
                arguments("POST", batch + "/tasks/skip", "SkipRequest", "{\"indexes\":[-1]}"),
                arguments("PUT", "/v1/defaults", "DefaultsRequest", "{\"preset\":\"A B\"}"),
                arguments("PUT", "/v1/defaults", "DefaultsRequest", "{\"template\":\"studio@0\"}"),
                arguments("PUT", "/v1/presets/x", "PresetRequest", "{\"fields\":{\"sku\":\"a\"}}"),
                arguments("PUT", "/v1/presets/x", "PresetRequest", "{\"fields\":{\"size\":\"\"}}"),
                arguments("PUT", "/v1/presets/x", "PresetRequest", "{\"fields\":{\"response_format\":\"png\"}}"),
                arguments(
                        "POST",
                        batch + "/reviews",
                        "ReviewRequest",
                        "{\"reviews\":[{\"index\":0,\"verdict\":\"approved\",\"note\":\"a\\u001f\"}]}"),
                arguments("POST", batch + "/rerolls", "RerollRequest", "{\"items\":[{\"index\":0,\"prompt\":\" \"}]}"),
                arguments(
                        "POST",
                        batch + "/rerolls",
                        "RerollRequest",
                        "{\"items\":[{\"index\":0,\"seed\":1,\"new_seed\":false}]}"),
                arguments("PUT", "/v1/templates/x", "TemplateRequest", "{}"),
                arguments("PUT", "/v1/templates/x", "TemplateRequest", "{\"text\":\"\"}"),
                arguments("PUT", "/v1/templates/x", "TemplateRequest", "{\"text\":\"a\",\"language\":\"english\"}"),
                arguments(
                        "PUT", "/v1/templates/x", "TemplateRequest", "{\"text\":\"a\",\"parts\":{\"subject\":\"b\"}}"),
                arguments("POST", "/v1/webhooks", "WebhookRequest", "{}"),
                arguments("POST", "/v1/webhooks", "WebhookRequest", "{\"url\":\"shop.example\"}"),
                arguments("POST", "/v1/webhooks", "WebhookRequest", "{\"url\":\"https://a.example\",\"events\":[]}"),
                arguments(
                        "POST",
                        "/v1/webhooks",
                        "WebhookRequest",
                        "{\"url\":\"https://a.example\",\"events\":[\"batch.done\"]}"),
                arguments(
                        "POST",
                        "/v1/webhooks",
                        "WebhookRequest",
                        "{\"url\":\"https://a.example\",\"tenant\":\"A B\"}"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void shouldRefuseWhatTheContractDoesNotAllow(String method, String path, String schema, String body) {
        batches.put(TestBatches.batch(new BatchId("batch_1"), BatchStatus.IN_PROGRESS, 1));
        assertThat(contract().violations(schema, body)).isNotEmpty();
        assertThat(given().contentType("application/json")
                        .body(body)
                        .request(method, path)
                        .statusCode())
                .isIn(400, 404);
    }

    /** A field that stands twice is the latter. */
    private static String lastOfEachKey(String json) {
        return Json.read(json, JsonNode.class).toString();
    }

    @Test
    void shouldTakeNoParameterWithoutAValue() {
        for (String path : List.of(
                "/v1/batches?limit=",
                "/v1/batches?after=",
                "/v1/files?order=",
                "/v1/files?purpose",
                "/v1/failures?after=",
                "/v1/events?batches=")) {
            assertThat(when().get(path).statusCode()).as(path).isEqualTo(400);
        }
        String file = upload();
        for (String key : List.of("", " ", "k".repeat(256), "é")) {
            assertThat(given().contentType("application/json")
                            .header("Idempotency-Key", key)
                            .body("{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/images/generations\"}")
                            .post("/v1/batches")
                            .statusCode())
                    .as(key)
                    .isEqualTo(400);
        }
        assertThat(when().get("/v1/batches?utm=").statusCode()).isEqualTo(200);
    }
}
