package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.plan.EstimateSource;
import dev.renderfarm.common.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in a batch's input is answered with its line, its field and its mend, and nothing is rendered. */
@ExtendWith(CommonFarm.class)
class BadInputIT {

    record Mistake(
            String name,
            String csv,
            @Nullable Integer line,
            @Nullable String field,
            String mend) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String SHOPIFY = """
            Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Image Src
            classic-mug,Classic Mug,"<p>Hand-made <b>mug</b>,
            for tea</p>",Acme,Color,Red,MUG-RED,https://shop.example/1.png
            classic-mug,,,,,Deep Blue,=MUG-BLUE,
            classic-mug,,,,,,,https://shop.example/2.png
            bowl,Bowl & Spoon,<p>x</p>,Acme,Color,White,BOWL,
            """;

    private static FlowFarm farm;

    @BeforeAll
    static void join(FlowFarm common) {
        farm = common;
    }

    static Mistake[] mistakes() {
        return new Mistake[] {
            new Mistake(
                    "bad line", "sku,prompt\nA,a mug\nB,a mug,too many\n", 3, "column C", "has no name in the header"),
            new Mistake("empty file", "", null, null, "empty"),
            new Mistake("misspelled column", "sku,promt\nA,a mug\n", 1, "prompt", "did you mean it by \"promt\"?"),
            new Mistake(
                    "duplicate id", "sku,prompt\nA,a mug\nB,a vase\nA,a bowl\n", 4, "sku", "stands in line 2 already"),
            new Mistake("wrong size", "sku,prompt,size\nA,a mug,250x256\n", 2, "size", "multiples of 16"),
            new Mistake("empty prompt", "sku,prompt\nA,\n", 2, "prompt", "say what the picture shows"),
        };
    }

    @Test
    void shouldRenderTheGoodLinesAndGiveBackColumnsWhenABadOneIsToBeSkipped() throws Exception {
        // Given
        String csv = "SKU,Prompt,Category,Size,Response_Format\nA,a mug,Mugs,,b64_json\nB,a vase,Vases,1x1,\n"
                + "A,a (red:1.3) bowl,Bowls,,\nC,a bowl,,,\n";
        var options = new BatchRequest.Options(1L, null, null, "skip_lines", null);
        // When
        Batch submitted = farm.client().submit("products.csv", csv.getBytes(StandardCharsets.UTF_8), options);
        Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofMinutes(2));
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(4, 2, 2));
        assertThat(ended.renderfarm().input().skippedLines()).isEqualTo(2);
        assertThat(ended.errors()).isNotNull();
        assertThat(ended.renderfarm().input().warnings()).satisfies(warnings -> assertThat(warnings.data())
                .extracting(LineWarning::message)
                .anyMatch(message -> message.contains("carried into the results")));
        assertThat(text(ended.errorFileId()).lines())
                .satisfiesExactly(
                        vase -> assertThat(vase).contains("\"custom_id\":\"B\"", "\"line\":3,\"param\":\"Size\""),
                        bowl -> assertThat(bowl).contains("\"custom_id\":\"A\"", "\"line\":4,\"param\":\"SKU\""));
        assertThat(text(ended.outputFileId()))
                .hasLineCount(2)
                .contains("\"renderfarm\":{\"columns\":{\"Category\":\"Mugs\"}}");
        assertThat(text(ended.outputFileId()).lines().map(line -> line.contains("\"b64_json\"")))
                .as("of A, not of C")
                .containsExactly(true, false);
        assertThat(inlinePicture(text(ended.outputFileId())))
                .isEqualTo(farm.bucket().content("batches/" + ended.id() + "/images/A.png"));
        List<String> manifest =
                text(ended.renderfarm().manifestFileId()).lines().toList();
        assertThat(manifest).hasSize(5);
        assertThat(manifest.get(0))
                .endsWith("prompt,device_seconds,energy_joules,render_cost,render_currency,review,review_note,profile,"
                        + "profile_mended,profile_failed,size,source,source_mask,Category");
        assertThat(manifest.get(1)).startsWith("A,1,completed").endsWith(",Mugs");
        assertThat(manifest.get(2)).startsWith("B,,failed").endsWith(",Vases");
        assertThat(farm.bucket().images(ended.id()))
                .as("pictures of A and C, each with its metadata")
                .hasSize(4);
    }

    @Test
    void shouldRenderExactlyWhatWasPlannedOfAnExportOfAShop() throws Exception {
        // Given: the farm has drawn with the preset once
        Batch first = farm.client().submit("shop.csv", SHOPIFY.getBytes(StandardCharsets.UTF_8), shopOptions("marble"));
        assertThat(farm.client().awaitEnd(first.id(), Duration.ofMinutes(2)).requestCounts())
                .isEqualTo(new RequestCounts(3, 3, 0));
        // When
        FileId file = farm.client().upload("shop.csv", SHOPIFY.getBytes(StandardCharsets.UTF_8));
        BatchRequest request = BatchRequest.images(file, Map.of(), null, shopOptions("oak", "dark slate"));
        BatchPlan plan = await().atMost(Duration.ofMinutes(1))
                .until(() -> plan(request), known -> estimate(known).source() == EstimateSource.MEASURED);
        Batch submitted = Json.read(
                farm.client().ask("POST", "/v1/batches", Json.string(request)).body(), Batch.class);
        Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofMinutes(2));
        // Then
        assertThat(plan.submittable()).isTrue();
        assertThat(ended.requestCounts())
                .isEqualTo(new RequestCounts(
                        plan.counts().pictures(), plan.counts().pictures(), 0));
        assertThat(plan.counts().pictures()).isEqualTo(6);
        assertThat(plan.firstLines().get(0).prompt()).isEqualTo("Classic Mug, red, on oak");
        assertThat(plan.firstLines().get(3).prompt()).isEqualTo("Classic Mug, deep blue, on dark slate");
        assertThat(plan.firstLines())
                .allSatisfy(line ->
                        assertThat(farm.bucket().images(ended.id()).toString()).contains(line.image()));
        BatchPlan.Span seconds = estimate(plan).deviceSeconds();
        assertThat(Objects.requireNonNull(ended.renderfarm().usage(), "no usage")
                        .usage()
                        .deviceSeconds()
                        .doubleValue())
                .as("about what was planned by three pictures, on a machine that others use too")
                .isBetween(seconds.least() / 3, seconds.most() * 3);
        assertThat(text(ended.renderfarm().manifestFileId()).lines().toList())
                .anySatisfy(row -> assertThat(row).startsWith("MUG-RED-oak,").contains("Classic Mug, red, on oak"))
                .anySatisfy(row -> assertThat(row).contains("'=MUG-BLUE-dark-slate,"));
    }

    private static BatchPlan plan(BatchRequest request) {
        var answer = farm.client().ask("POST", "/v1/batches/plan", Json.string(request));
        assertThat(answer.isGood()).as(answer.body()).isTrue();
        return Json.read(answer.body(), BatchPlan.class);
    }

    private static BatchPlan.Estimate estimate(BatchPlan plan) {
        return Objects.requireNonNull(plan.estimate(), "no estimate");
    }

    private static BatchRequest.Options shopOptions(String... backgrounds) {
        return new BatchRequest.Options(1L, null)
                .laidOut(
                        null,
                        "{title}, {color|lower}, on {background}",
                        "draft",
                        null,
                        Map.of("background", List.of(backgrounds)),
                        null);
    }

    private static byte[] inlinePicture(String lines) {
        JsonNode first = Json.read(lines.lines().findFirst().orElseThrow(), JsonNode.class);
        return Base64.getDecoder()
                .decode(first.at("/response/body/data/0/b64_json").asText());
    }

    private static String text(@Nullable FileId file) {
        return new String(farm.client().file(Objects.requireNonNull(file, "no file")), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNameLineFieldAndMendAndRenderNothing(Mistake mistake) throws Exception {
        // When
        Batch submitted = farm.client().submit("products.csv", mistake.csv().getBytes(StandardCharsets.UTF_8));
        Batch ended = farm.client().awaitEnd(submitted.id(), Duration.ofSeconds(30));
        // Then
        assertThat(ended.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(ended.requestCounts().completed()).isZero();
        LineError error =
                Objects.requireNonNull(ended.errors(), "no errors").data().get(0);
        assertThat(error.line()).isEqualTo(mistake.line());
        assertThat(error.field()).isEqualTo(mistake.field());
        assertThat(error.message()).contains(mistake.mend());
        assertThat(farm.bucket().images(ended.id())).isEmpty();
    }
}
