package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeApi;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way from a sheet to a batch. Long because every case hands in the same sheet to the same library: they share the fixture at the end. */
@QuarkusTest
class NewBatchPageTest extends PageTest {

    private static final String PLAN = "/v1/batches/plan";
    private static final String BATCHES = "/v1/batches";
    private static final String PRESETS = "section[aria-labelledby=what-title] header select";
    private static final String NEXT_PAGE = "/app/pages/batch.js";

    @BeforeEach
    void prepare() {
        library(api);
        JsonNode file = Json.read(
                "{\"id\":\"file-1\",\"object\":\"file\",\"bytes\":2048,\"created_at\":1767355200,"
                        + "\"filename\":\"mugs.csv\",\"purpose\":\"batch\",\"status\":\"processed\"}",
                JsonNode.class);
        api.on("POST", "/v1/files", file)
                .on("GET", "/v1/files/file-1", file)
                .on("POST", PLAN, plan(12))
                .on("POST", BATCHES, FakeFarm.batch("batch_1"))
                .on("GET", "/v1/batches/batch_1", FakeFarm.batch("batch_1"));
    }

    /** What a farm with one small model answers to who asks what there is. */
    static void library(FakeApi api) {
        api.on("GET", "/v1/presets", Json.read("""
                          {"object": "list", "data": [{"name": "hero", "description": "Wide", "source": "shipped",
                            "fields": {"size": "16:9", "guidance_scale": "4", "negative_prompt": "text"}}]}\
                          """, JsonNode.class))
                .on("GET", "/v1/profiles", Json.read("""
                          {"object": "list", "data": [{"name": "shopify", "description": "Square, at most 20 MB", "source": "shipped",
                            "rules": {"formats": ["png", "jpeg"]}, "sources": []}]}\
                          """, JsonNode.class))
                .on("GET", "/v1/templates", Json.read("""
                          {"object": "list", "data": [{"name": "studio", "version": 1, "source": "shipped",
                            "text": "{title} on {background|white}"}]}\
                          """, JsonNode.class))
                .on("GET", "/v1/models", FakeFarm.list())
                .on("GET", "/v1/defaults", Json.read("""
                          {"models": [{"name": "starter", "size": "128x128", "num_inference_steps": 8,
                            "max_inference_steps": 100, "guidance_scale": 0.0, "max_tokens": 512, "multiple": 16,
                            "min_side": 64, "max_side": 256, "max_pixels": 65536}]}\
                          """, JsonNode.class));
    }

    @Test
    void shouldTellWhatItTakesAndSendPicturesWhereTheyAreChosenToGo(Tab tab) {
        // Given
        Page page = take(tab);
        assertThat(page.locator("select[name=profile]")).hasValue("");
        assertThat(page.locator(".plan")).containsText("2 kWh");
        assertThat(page.locator(".plan")).containsText("4.2 MB");
        assertThat(page.locator(".plan a")).hasAttribute("href", "/batches/batch_1");
        assertThat(page.locator(".template")).containsText("14 tokens");
        // When
        page.locator("select[name=profile]").selectOption("shopify");
        // Then
        assertThat(page.locator("label:has(select[name=profile]) small")).hasText("Square, at most 20 MB");
        assertThat(page.locator(".same code")).containsText("--set profile=shopify");
        assertThat(page.locator(".plan .primary")).isEnabled();
        assertThat(lastPlan().path("renderfarm").path("fields").path("profile").asText())
                .isEqualTo("shopify");
    }

    @Test
    void shouldTellOfWhatItsPicturesAreTheProduct(Tab tab) {
        // Given
        api.on("POST", PLAN, plan(24));
        // When
        Page page = take(tab);
        // Then
        assertThat(page.locator(".plan")).containsText("12 SKUs × 2 variants × 1 shape");
        assertThat(page.locator(".plan")).containsText("Render 12 previews first");
        // When
        api.on("POST", PLAN, plan(2));
        page.locator(".plan select").selectOption("50");
        // Then
        assertThat(page.locator(".plan")).containsText("Render 1 preview first");
        assertThat(page.locator(".plan")).not().containsText("×");
    }

    @EachLook
    void shouldGroupMistakesAndMendThemInAll(Look look, Tab tab) {
        // Given
        api.on("POST", PLAN, faulty());
        Page page = take(tab.in(look));
        Locator mistake = page.locator(".problem").first();
        assertThat(page.locator(".problem")).hasCount(2);
        assertThat(mistake).containsText(FakeFarm.HOSTILE.strip().substring(0, 28));
        assertThat(page.locator(".plan .primary")).isDisabled();
        tab.shouldBeAccessible();
        tab.screenshot("new-batch-" + look.label());
        // When
        api.on("POST", PLAN, plan(12));
        mistake.locator("button:has-text('96x96')").click();
        // Then
        assertThat(page.locator(".problem")).hasCount(0);
        assertThat(page.locator(".plan .primary")).isEnabled();
        assertThat(lastPlan().path("renderfarm").path("corrections"))
                .isEqualTo(Json.read(
                        "[{\"line\":3,\"field\":\"size\",\"value\":\"96x96\"},"
                                + "{\"line\":7,\"field\":\"size\",\"value\":\"96x96\"}]",
                        JsonNode.class));
        assertThat(page.locator(".same code")).containsText("curl");
    }

    @Test
    void shouldMendASingleLine(Tab tab) {
        // Given
        api.on("POST", PLAN, faulty());
        Page page = take(tab);
        Locator mistake = page.locator(".problem").first();
        mistake.locator("button[aria-expanded]").click();
        // When
        Locator second = mistake.locator("input").nth(1);
        second.fill("=1+1");
        second.press("Tab");
        // Then
        await().untilAsserted(() -> assertThat(lastPlan().path("renderfarm").path("corrections"))
                .isEqualTo(Json.read("[{\"line\":7,\"field\":\"size\",\"value\":\"=1+1\"}]", JsonNode.class)));
    }

    @Test
    void shouldLeaveLinesOutAndPutThemBack(Tab tab) {
        // Given
        api.on("POST", PLAN, faulty());
        Page page = take(tab);
        // When
        page.locator(".problem").first().locator("button:has-text('leave out')").click();
        // Then
        await().untilAsserted(() -> assertThat(lastPlan().path("renderfarm").path("corrections"))
                .isEqualTo(Json.read("[{\"line\":3,\"skip\":true},{\"line\":7,\"skip\":true}]", JsonNode.class)));
        // When
        tab.button("as it was").click();
        // Then
        await().untilAsserted(() ->
                assertThat(lastPlan().path("renderfarm").has("corrections")).isFalse());
        // When
        tab.button("Leave all 3 out").click();
        // Then
        await().untilAsserted(() -> assertThat(
                        lastPlan().path("renderfarm").path("on_invalid").asText())
                .isEqualTo("skip_lines"));
    }

    @Test
    void shouldHandFaultyLinesToAColleague(Tab tab) throws IOException {
        // Given
        api.on("POST", PLAN, faulty());
        Page page = take(tab);
        // When
        Download sheet =
                page.waitForDownload(() -> tab.button("Download as CSV").click());
        // Then
        assertThat(sheet.suggestedFilename()).isEqualTo("to-mend.csv");
        assertThat(Files.readString(sheet.path()))
                .startsWith("\ufeffline,sku,size,reason\r\n3,'=1+1,99x99,")
                .contains("\r\n7,MUG,99x99,", "\r\n9,");
    }

    @Test
    void shouldNeverShowAnOlderPlanOverANewer(Tab tab) {
        // Given
        Page page = take(tab);
        assertThat(page.locator(".plan .big")).hasText("12 pictures");
        Deque<Route> held = new ArrayDeque<>();
        page.route("**" + PLAN, held::add);
        Locator steps = page.getByLabel("Steps");
        steps.fill("3");
        page.waitForCondition(() -> held.size() == 1);
        assertThat(page.locator(".plan .primary")).isDisabled();
        // When
        steps.fill("4");
        page.waitForCondition(() -> held.size() == 2);
        fulfill(held.removeLast(), plan(44));
        assertThat(page.locator(".plan .big")).hasText("44 pictures");
        fulfill(held.remove(), plan(33));
        page.evaluate("() => fetch('/v1/defaults').then(answer => answer.text())");
        // Then
        assertThat(page.locator(".plan .big")).hasText("44 pictures");
        assertThat(page.locator(".plan .primary")).isEnabled();
    }

    @Test
    void shouldNotHandInWhatWasChangedSinceThePlan(Tab tab) {
        // Given
        Page page = take(tab);
        assertThat(page.locator(".plan .primary")).isEnabled();
        page.route("**" + PLAN, route -> {});
        // When
        page.getByLabel("Steps").fill("3");
        page.keyboard().press("Control+Enter");
        // Then
        assertThat(page.locator(".toast")).containsText("checking");
        assertThat(api.asked("POST", BATCHES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"199, false, 0", "200, true, 17", "12000, true, 1000"})
    void shouldProposePreviewsOfManyPictures(int pictures, boolean proposed, int every, Tab tab) {
        // Given
        api.on("POST", PLAN, plan(pictures));
        Page page = take(tab);
        assertThat(page.locator(".plan .primary")).isEnabled();
        assertThat(page.locator(".plan input[type=checkbox]").first().isChecked())
                .isEqualTo(proposed);
        // When
        page.keyboard().press("Control+Enter");
        page.waitForURL("**/batches/batch_1");
        // Then
        JsonNode preview =
                api.asked("POST", BATCHES).get(0).json().path("renderfarm").path("preview");
        assertThat(preview.path("every").asInt()).isEqualTo(every);
        assertThat(preview.path("approve").asBoolean()).isEqualTo(proposed);
    }

    @Test
    void shouldHandInOnceWhateverIsPressed(Tab tab) {
        // Given
        api.refuse("POST", BATCHES, FailureCode.STORAGE_UNAVAILABLE, "later");
        Page page = take(tab.expecting(503, BATCHES));
        Locator button = page.locator(".plan .primary");
        assertThat(button).isEnabled();
        // When
        clickTwice(button);
        assertThat(page.locator(".toast")).containsText("later");
        api.on("POST", BATCHES, FakeFarm.batch("batch_1"));
        assertThat(button).isEnabled();
        clickTwice(button);
        page.waitForURL("**/batches/batch_1");
        // Then
        List<FakeApi.Asked> sent = api.asked("POST", BATCHES);
        assertThat(sent).hasSize(2);
        assertThat(sent)
                .extracting(request -> request.header("idempotency-key"))
                .doesNotContainNull()
                .containsOnly(sent.get(0).header("idempotency-key"));
    }

    @Test
    void shouldSendWhatIsSetByHandWithTheBatchAndPutNoPreset(Tab tab) {
        // Given
        Deque<String> methods = new ArrayDeque<>();
        tab.page().onRequest(request -> methods.add(request.method()));
        Page page = take(tab);
        // When
        page.locator(PRESETS).selectOption("hero");
        page.getByLabel("Steps").fill("4");
        // Then
        await().untilAsserted(() -> assertThat(lastPlan().path("renderfarm").path("fields"))
                .isEqualTo(Json.read("{\"num_inference_steps\":\"4\"}", JsonNode.class)));
        assertThat(page.locator(".same code"))
                .hasText("farm submit mugs.csv --url " + origin()
                        + " --name mugs --preset hero --set num_inference_steps=4");
        // When
        assertThat(page.locator(".plan .primary")).isEnabled();
        page.keyboard().press("Control+Enter");
        page.waitForURL("**/batches/batch_1");
        // Then
        JsonNode options = api.asked("POST", BATCHES).get(0).json().path("renderfarm");
        assertThat(options.path("preset").asText()).isEqualTo("hero");
        assertThat(options.path("fields").path("num_inference_steps").asText()).isEqualTo("4");
        assertThat(methods).contains("POST").doesNotContain("PUT", "DELETE");
    }

    @Test
    void shouldKeepAPresetOfWhatIsSetWhenAskedTo(Tab tab) {
        // Given
        api.on("PUT", "/v1/presets/mine", Map.of("name", "mine", "fields", Map.of()));
        Page page = take(tab);
        page.locator(PRESETS).selectOption("hero");
        page.getByLabel("Steps").fill("4");
        // When
        tab.button("keep as a preset").click();
        page.locator("dialog[open] input").fill("mine");
        tab.button("Keep it").click();
        // Then
        assertThat(page.locator(".toast")).containsText("mine");
        assertThat(api.asked("PUT", "/v1/presets/mine").get(0).json().path("fields"))
                .isEqualTo(Json.read(
                        "{\"size\":\"16:9\",\"guidance_scale\":\"4\",\"negative_prompt\":\"text\","
                                + "\"num_inference_steps\":\"4\"}",
                        JsonNode.class));
    }

    @Test
    void shouldFindTheDraftAgainAfterAReload(Tab tab) {
        // Given
        api.on("POST", PLAN, faulty());
        Page page = take(tab);
        page.locator("#template").fill("{title} on marble");
        page.locator(".problem").first().locator("button:has-text('leave out')").click();
        // When
        page.reload();
        // Then
        assertThat(page.locator(".file")).containsText("mugs.csv");
        assertThat(page.locator("#template")).hasValue("{title} on marble");
        await().untilAsserted(() -> {
            JsonNode options = lastPlan().path("renderfarm");
            assertThat(options.path("template").asText()).isEqualTo("{title} on marble");
            assertThat(options.path("corrections")).hasSize(2);
        });
    }

    @Test
    void shouldBeginWithTheSheetOfAnotherBatch(Tab tab) {
        // Given
        api.on("GET", "/v1/batches/batch_9", FakeFarm.batch("batch_9").put("input_file_id", "file-1"));
        // When
        Page page = tab.open("/batches/new?from=batch_9");
        // Then
        assertThat(page.locator(".file")).containsText("mugs.csv");
        assertThat(page.locator(".plan .big")).hasText("12 pictures");
        assertThat(lastPlan().path("input_file_id").asText()).isEqualTo("file-1");
    }

    @Test
    void shouldSayWhyThereIsNoPlan(Tab tab) {
        // Given
        api.refuse("POST", PLAN, FailureCode.INVALID_REQUEST, "the template " + FakeFarm.HOSTILE);
        // When
        Page page = take(tab.expecting(400, PLAN));
        // Then
        assertThat(page.locator(".note.bad")).containsText("the template <img src=x onerror=alert(1)>");
        assertThat(page.locator(".plan .primary")).isDisabled();
        // When
        api.on("POST", PLAN, plan(12));
        tab.button("Try again").click();
        // Then
        assertThat(page.locator(".plan .primary")).isEnabled();
    }

    /** Opens the page and gives it a sheet. */
    private static Page take(Tab tab) {
        tab.page().route("**" + NEXT_PAGE, NewBatchPageTest::answerNextPage);
        Page page = tab.open("/batches/new");
        page.locator(".file input[type=file]")
                .setInputFiles(new FilePayload("mugs.csv", "text/csv", "sku,size\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(page.locator(".file")).containsText("mugs.csv");
        return page;
    }

    /** The page that comes after this one has tests of its own. */
    /** Both before anything that the first one does can be heard of. */
    private static void clickTwice(Locator button) {
        button.evaluate("button => { button.click(); button.click(); }");
    }

    private static void answerNextPage(Route route) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("text/javascript").setBody("""
                    customElements.define('batch-page', class extends HTMLElement {
                      connectedCallback() {
                        this.append(Object.assign(document.createElement('h1'), { textContent: 'The batch' }));
                      }
                    });\
                    """));
    }

    private JsonNode lastPlan() {
        List<FakeApi.Asked> asked = api.asked("POST", PLAN);
        return asked.get(asked.size() - 1).json();
    }

    private String origin() {
        String address = farm.toString();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static void fulfill(Route route, ObjectNode body) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body.toString()));
    }

    @Test
    void shouldOfferTheModelsWhereThereAreSeveral(Tab tab) {
        // Given
        api.on("GET", "/v1/defaults", Json.read("""
                       {"models": [{"name": "starter", "size": "128x128", "num_inference_steps": 8},
                                   {"name": "large", "size": "1024x1024", "num_inference_steps": 50}]}\
                       """, JsonNode.class));
        tab.open("/batches/new?file=file-1");
        // When
        tab.page().locator("select:has(option[value=large])").selectOption("large");
        // Then
        await().untilAsserted(() -> assertThat(api.asked("POST", PLAN)).last().satisfies(request -> assertThat(
                        request.json().path("model").asText())
                .isEqualTo("large")));
        assertThat(tab.page().getByLabel("Steps")).hasAttribute("placeholder", "50");
    }

    private static ObjectNode plan(int pictures) {
        return Json.read("""
            {"submittable": true, "model": "starter", "columns": ["title"],
             "errors": {"total": 0, "lines": 0, "groups": [], "further": 0},
             "first_lines": [{"line": 2, "custom_id": "MUG", "image": "MUG.png", "prompt": "a mug", "tokens": 14, "size": "128x128",
                              "num_inference_steps": 8, "guidance_scale": 0.0}],
             "counts": {"lines": 12, "requests": 12, "pictures": PICTURES, "skipped": 0, "kinds": []},
             "earlier": {"batch_id": "batch_1", "pictures": 3},
             "estimate": {"device_seconds": {"likely": 90, "least": 60, "most": 180}, "source": "measured", "workers": 0,
                          "energy_joules": 7200000, "bytes": 4200000, "pictures_ahead": 0, "hindrance": "no worker"}}\
            """.replace("PICTURES", String.valueOf(pictures)), ObjectNode.class);
    }

    private static ObjectNode faulty() {
        ObjectNode plan = plan(9).put("submittable", false);
        plan.set("errors", Json.read("""
                   {"total": 3, "lines": 3, "further": 0, "groups": [
                    {"code": "invalid_request", "param": "size", "message": "", "mend": "choose others", "count": 2, "lines": [
                      {"line": 3, "message": "cannot be drawn", "cells": {"sku": "=1+1", "size": "99x99"}},
                      {"line": 7, "message": "cannot be drawn", "cells": {"sku": "MUG", "size": "99x99"}}]},
                    {"code": "invalid_request", "param": "prompt", "message": "is empty", "count": 1, "lines": [
                      {"line": 9, "message": "is empty", "cells": {"sku": "JUG"}}]}]}\
                   """, JsonNode.class));
        ((ObjectNode) ((ArrayNode) plan.path("errors").path("groups")).get(0)).put("message", FakeFarm.HOSTILE);
        return plan;
    }
}
