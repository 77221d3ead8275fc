package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop looks at a few pictures first, judges what comes, and has what it does not like drawn otherwise. */
@ExtendWith(CommonFarm.class)
class SteeringIT {

    private static final Catalogue CATALOGUE = new Catalogue(12, "64x64", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static FlowFarm farm;

    @BeforeAll
    static void join(FlowFarm common) {
        farm = common;
    }

    @Test
    void shouldShowPreviewsGoOnTakeVerdictsAndDrawAnew() {
        // Given: three pictures of twelve are there, and the others wait
        Batch previewed = farm.client()
                .awaitBatch(submitted().id(), PATIENCE, now -> now.renderfarm().isHeld());
        assertThat(previewed.renderfarm().waitingFor()).isNotNull().satisfies(reason -> assertThat(reason.code())
                .isEqualTo(WaitingCode.PREVIEW));
        assertThat(previewed.requestCounts().completed()).isEqualTo(3);
        assertThat(previewed.renderfarm().waiting()).isEqualTo(9);
        String path = "/v1/batches/" + previewed.id();

        // When: one is not needed any more, and the others are wanted
        good("PATCH", path, "{\"name\":\"Spring mugs\",\"priority\":7}");
        good("POST", path + "/tasks/skip", "{\"custom_ids\":[\"SKU-0001\"]}");
        good("POST", path + "/proceed", null);
        Batch ended = farm.client().awaitEnd(previewed.id(), PATIENCE);

        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts().completed()).isEqualTo(11);
        assertThat(ended.renderfarm().cancelled()).isEqualTo(1);
        assertThat(ended.renderfarm().terms().name()).isEqualTo("Spring mugs");
        assertThat(ended.renderfarm().terms().priority()).isEqualTo(7);
        assertThat(farm.client().ask("POST", path + "/proceed", null)).satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.body()).contains("the batch is completed");
        });

        // When: it is judged after its end
        good("POST", path + "/reviews", """
                {"reviews":[{"custom_id":"SKU-0000","verdict":"approved"},{"index":4,"verdict":"approved"},
                 {"custom_id":"SKU-0002","verdict":"rejected","note":"=too dark"}]}""");
        Batch judged = farm.client()
                .awaitBatch(ended.id(), PATIENCE, now -> now.renderfarm().review() != null);

        // Then
        assertThat(judged.renderfarm().review()).isEqualTo(new ReviewCounts(2, 1));
        assertThat(judged.requestCounts()).isEqualTo(ended.requestCounts());
        assertThat(good("GET", path + "/tasks?review=approved", null).get("data"))
                .hasSize(2);
        assertThat(rows(path + "/manifest.csv?review=approved"))
                .hasSize(2)
                .allMatch(row -> row.contains(",completed,") && row.contains("http://"));
        assertThat(rows(path + "/manifest.csv")).hasSize(12).anyMatch(row -> row.contains(",rejected,'=too dark,"));
        assertThat(rows(path + "/manifest.csv"))
                .anyMatch(row -> row.contains("cancelled") && row.contains("task_skipped"));

        // When: what was rejected is drawn otherwise
        JsonNode asked = good(
                "POST",
                path + "/rerolls",
                "{\"items\":[{\"custom_id\":\"SKU-0002\",\"prompt\":\"a bright red mug\",\"n\":2}]}");
        Batch again = farm.client().awaitEnd(new BatchId(asked.get("id").asText()), PATIENCE);

        // Then
        assertThat(again.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(again.renderfarm().origin().parentBatchId()).isEqualTo(ended.id());
        assertThat(rows("/v1/batches/" + again.id() + "/manifest.csv"))
                .satisfiesExactly(
                        row -> assertThat(row)
                                .startsWith("SKU-0002,1,completed,")
                                .contains("/SKU-0002-r2.png"),
                        row -> assertThat(row)
                                .startsWith("SKU-0002,2,completed,")
                                .contains("/SKU-0002-r2-2.png"));
        assertThat(good("GET", "/v1/batches?parent=" + ended.id(), null).get("data"))
                .singleElement()
                .satisfies(child -> assertThat(child.get("id").asText())
                        .isEqualTo(again.id().value()));
        assertThat(farm.client().batch(ended.id())).isEqualTo(judged);
    }

    private Batch submitted() {
        var options = new BatchRequest.Options(1L, null)
                .onTerms("Mugs", 5, null, new BatchRequest.PreviewRequest(4, true), 0.5);
        return farm.client().submit(CATALOGUE.fileName(), CATALOGUE.csv(), options);
    }

    private static JsonNode good(String method, String path, @Nullable String json) {
        Answer answer = farm.client().ask(method, path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }

    private static List<String> rows(String path) {
        Answer answer = farm.client().ask("GET", path, null);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().skip(1).toList();
    }
}
