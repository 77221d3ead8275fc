package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.manifest.ManifestText;
import dev.renderfarm.common.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is put together in the browser, before any of it is drawn. */
@QuarkusTest
class CorrectionsModuleTest extends PageTest {

    private static final String CORRECTIONS = "/app/corrections.js";
    private static final String DRAFT = "/app/draft.js";

    @Test
    void shouldGuardCellsAsTheManifestDoes(Tab tab) {
        // Given
        List<String> texts = new ArrayList<>(List.of(
                "",
                "mug",
                "'mug",
                "a'b",
                "a;=1",
                "a;'b",
                "a\t=1",
                "a\n\"=1",
                "a, =1",
                "1-2",
                "\t=1",
                "\u00a0=1",
                "\u200b=1"));
        IntStream.concat(IntStream.rangeClosed(0, 0x7f), "＝＋－＠﹢﹣﹦﹫−\u202e\u2028．".chars())
                .forEach(character -> {
                    String one = Character.toString(character);
                    texts.addAll(List.of(
                            one, one + "1", " " + one, one + "=1", "x" + one + "=1", "x;" + one, "x;" + one + "@"));
                });
        // When
        Object guarded = tab.module(CORRECTIONS, "(m, texts) => texts.map(m.guarded)", texts);
        // Then
        assertThat(guarded).isEqualTo(texts.stream().map(ManifestText::written).toList());
    }

    @Test
    void shouldWriteFaultyLinesOnceWithAllThatIsWrongWithThem(Tab tab) {
        // Given
        Map<String, Object> later = Map.of("line", 7, "message", "not drawn", "cells", Map.of("size", "=1+1"));
        Map<String, Object> first = Map.of("line", 2, "message", "too \"long\"", "cells", Map.of("size", "a;b"));
        List<Map<String, Object>> groups =
                List.of(Map.of("param", "size", "lines", List.of(later, first)), Map.of("lines", List.of(later)));
        // When
        Object csv = tab.module(CORRECTIONS, "(m, groups) => m.csvOf(groups)", groups);
        // Then
        assertThat(csv)
                .isEqualTo("line,size,reason\r\n"
                        + "2,\"a;b\",\"size: too \"\"long\"\"\"\r\n"
                        + "7,'=1+1,\"size: not drawn; not drawn\"\r\n");
    }

    @Test
    void shouldLayTheLastWordOverALineAndNothingOverOneThatIsLeftOut(Tab tab) {
        Object list = tab.module(CORRECTIONS, """
            m => {
              const laid = new m.Corrections();
              laid.set([2, 3], 'size', '64x64');
              laid.set([3], 'size', '128x128');
              laid.set([4], 'prompt', 'a mug');
              laid.skip([4]);
              const again = new m.Corrections(laid.toList());
              return [laid.mended, laid.left, JSON.stringify(again.toList()) === JSON.stringify(laid.toList()), laid.toList()];
            }\
            """);
        assertThat(list)
                .isEqualTo(List.of(
                        3,
                        1,
                        true,
                        List.of(
                                Map.of("line", 4, "skip", true),
                                Map.of("line", 2, "field", "size", "value", "64x64"),
                                Map.of("line", 3, "field", "size", "value", "128x128"))));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "99x99, 96x96",
                "1000 × 500, 256x128",
                "64*64, 64x64",
                "1x9999, 64x256",
                "16:9, null",
                "0x64, null",
                "'', null"
            },
            nullValues = "null")
    void shouldKnowTheNearestSizeThatTheModelDraws(String said, String nearest, Tab tab) {
        Object model = Map.of("multiple", 16, "min_side", 64, "max_side", 256, "max_pixels", 65536);
        assertThat(tab.module(CORRECTIONS, "(m, [said, model]) => m.nearestSize(said, model)", List.of(said, model)))
                .isEqualTo(nearest);
    }

    @Test
    void shouldAskForWhatIsSetByHandBesideThePreset(Tab tab) {
        // When
        JsonNode options = draft(tab, "{ preset: 'hero', shapes: ['16:9'], n: '2', negative: ' text ', steps: '' }")
                .path("renderfarm");
        // Then
        assertThat(options.path("preset").asText()).isEqualTo("hero");
        assertThat(options.path("fields"))
                .isEqualTo(Json.read("{\"size\":\"16:9\",\"n\":\"2\",\"negative_prompt\":\"text\"}", JsonNode.class));
        // When, Then
        assertThat(draft(tab, "{ preset: 'hero' }").path("renderfarm").has("fields"))
                .isFalse();
        assertThat(draft(tab, "{ shapes: ['1:1', '16:9'] }").path("renderfarm"))
                .isEqualTo(Json.read("{\"variants\":{\"size\":[\"1:1\",\"16:9\"]}}", JsonNode.class));
    }

    @Test
    void shouldSayTheSameAsACommand(Tab tab) {
        assertThat(command(tab, "{ preset: 'hero', shapes: ['16:9'], negative: \"a 'b'\", name: \"it's\" }", ""))
                .isEqualTo(
                        "farm submit 'my sheet.csv' --url http://farm --name 'it'\\''s' --preset hero --set size=16:9"
                                + " --set 'negative_prompt=a '\\''b'\\'''");
        assertThat(command(tab, "{ steps: '4' }", "draft.corrections.skip([2]);"))
                .isEqualTo(
                        "curl http://farm/v1/batches -H 'Content-Type: application/json' -d "
                                + "'{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\","
                                + "\"renderfarm\":{\"fields\":{\"num_inference_steps\":\"4\"},\"corrections\":[{\"line\":2,\"skip\":true}]}}'");
    }

    @Test
    void shouldTakePastedLinesForWhatTheyAre(Tab tab) {
        Object files = tab.module(DRAFT, """
            async m => Promise.all(['{"prompt": "a"}', 'sku;prompt\\nA;b', 'a "red" mug\\n\\na jug'].map(async text => {
              const file = m.pasted(text);
              return [file.name, await file.text()];
            }))\
            """);
        assertThat(files)
                .isEqualTo(List.of(
                        Arrays.asList("pasted.jsonl", "{\"prompt\": \"a\"}"),
                        Arrays.asList("pasted.csv", "sku;prompt\nA;b"),
                        Arrays.asList("pasted.csv", "prompt\r\n\"a \"\"red\"\" mug\"\r\n\"a jug\"")));
    }

    private static JsonNode draft(Tab tab, String values) {
        Object body = tab.module(
                DRAFT,
                "m => { const draft = new m.Draft(); draft.file = { id: 'file-1' };" + " Object.assign(draft.values, "
                        + values + "); return JSON.stringify(draft.body()); }");
        return Json.read(String.valueOf(body), JsonNode.class);
    }

    private static Object command(Tab tab, String values, String more) {
        return String.valueOf(tab.module(
                DRAFT,
                "m => { const draft = new m.Draft(); draft.file = { id: 'file-1', filename: 'my sheet.csv' };"
                        + " Object.assign(draft.values, " + values + "); " + more
                        + " return draft.command(0, 'http://farm'); }"));
    }
}
