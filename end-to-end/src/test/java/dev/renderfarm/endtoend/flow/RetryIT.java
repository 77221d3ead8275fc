package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.flow.S3Proxy.Refusal;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import dev.renderfarm.standalone.process.ChildProcess;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A shop has what failed rendered again, and nothing else. */
class RetryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SHEET = """
            sku,prompt,shelf
            MUG-1,a red mug,A1
            untakeable-1,a blue mug,A2
            MUG-2,a green mug,A3
            untakeable-2,a white mug,A4
            MUG-3,a black mug,A5
            """;

    @AutoClose
    private static FlowFarm farm;

    @AutoClose
    private static S3Proxy proxy;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.drawingPatterns(0);
        proxy = new S3Proxy(farm.processes().services().s3().address());
        ChildProcess worker = farm.processes()
                .addWorker(Map.of("renderfarm.storage.endpoint", proxy.address().toString()));
        worker.launch();
        worker.awaitReady();
    }

    @Test
    void shouldRenderWhatFailedAgainWithOtherSeedsAndLeaveTheRest() {
        // Given: the bucket does not take two of five pictures
        proxy.refuse("/images/untakeable", new Refusal(500, "InternalError"));
        Batch first = farm.client()
                .awaitEnd(
                        farm.client()
                                .submit("mugs.csv", SHEET.getBytes(UTF_8), new BatchRequest.Options(7L, 1))
                                .id(),
                        PATIENCE);
        assertThat(first.requestCounts()).isEqualTo(new RequestCounts(5, 3, 2));
        Map<String, Long> before = seeds(first.id());

        // When
        proxy.passAll();
        JsonNode asked = good("POST", "/v1/batches/" + first.id() + "/retry", "{\"new_seed\":true}");
        Batch again = farm.client().awaitEnd(new BatchId(asked.get("id").asText()), PATIENCE);

        // Then
        assertThat(again.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(again.requestCounts()).isEqualTo(new RequestCounts(2, 2, 0));
        assertThat(again.renderfarm().origin().parentBatchId()).isEqualTo(first.id());
        assertThat(seeds(again.id()))
                .containsOnlyKeys("untakeable-1", "untakeable-2")
                .allSatisfy((sku, seed) -> assertThat(seed).isNotEqualTo(before.get(sku)));
        assertThat(farm.client()
                        .ask("GET", "/v1/batches/" + again.id() + "/manifest.csv", null)
                        .body())
                .contains("A2", "A4")
                .doesNotContain("A1", "MUG-");
        assertThat(farm.client().batch(first.id())).isEqualTo(first);
        assertThat(farm.client().ask("POST", "/v1/batches/" + again.id() + "/retry", null))
                .satisfies(refused -> {
                    assertThat(refused.status()).isEqualTo(409);
                    assertThat(refused.body()).contains("nothing of the batch failed");
                });
    }

    private static Map<String, Long> seeds(BatchId batch) {
        Map<String, Long> seeds = new TreeMap<>();
        good("GET", "/v1/batches/" + batch + "/tasks", null)
                .get("data")
                .forEach(task -> seeds.put(
                        task.get("custom_id").asText(), task.get("seed").asLong()));
        return seeds;
    }

    private static JsonNode good(String method, String path, @Nullable String json) {
        Answer answer = farm.client().ask(method, path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }
}
