package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeApi;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GeneratePageTest extends PageTest {

    private static final String IMAGES = "/v1/images/generations";
    private static final String PICTURE = "/v1/batches/batch_1/images/a.png";
    /** The page of new batches has tests of its own. */
    private static final String STUB = """
            customElements.define('new-batch-page', class extends HTMLElement {
              connectedCallback() {
                this.append(Object.assign(document.createElement('h1'), { textContent: 'A batch' }));
              }
            });
            """;

    private static final byte[] DOT = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @BeforeEach
    void prepare() {
        NewBatchPageTest.library(api);
        api.on(
                        "GET",
                        "/v1/models",
                        Json.read(
                                "{\"object\":\"list\",\"data\":[{\"id\":\"starter\",\"object\":\"model\"}]}",
                                JsonNode.class))
                .on("GET", "/v1/farm", FakeFarm.farm())
                .on("POST", IMAGES, request -> FakeApi.Answer.json(200, images(PICTURE)))
                .on("GET", PICTURE, request -> new FakeApi.Answer(200, "image/png", DOT));
    }

    @EachLook
    void shouldDrawWhatIsSaidAndKeepItOverAReload(Look look, Tab tab) {
        // Given
        Page page = tab.in(look).open("/generate");
        page.locator("form textarea").fill(FakeFarm.HOSTILE);
        // When
        page.keyboard().press("Control+Enter");
        // Then
        Locator picture = page.locator(".runs img");
        assertThat(picture).hasAttribute("src", PICTURE);
        assertThat(picture).hasAttribute("alt", FakeFarm.HOSTILE.strip());
        assertThat(page.locator(".runs")).containsText("4711");
        JsonNode asked = api.asked("POST", IMAGES).get(0).json();
        assertThat(asked.path("prompt").asText()).isEqualTo(FakeFarm.HOSTILE.strip());
        assertThat(asked.path("n").asInt()).isEqualTo(1);
        tab.screenshot("generate-" + look.label());
        // When
        page.reload();
        // Then
        assertThat(picture).isVisible();
        assertThat(page.locator("form textarea")).hasValue(FakeFarm.HOSTILE);
        assertThat(api.asked("POST", IMAGES)).hasSize(1);
    }

    @Test
    void shouldDrawAgainAndHandOnWhatWasDrawn(Tab tab) {
        // Given
        api.on("POST", "/v1/files", Map.of("id", "file-1", "filename", "pasted.csv", "bytes", 20));
        tab.page()
                .route(
                        "**/app/pages/new-batch.js",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody(STUB)));
        Page page = tab.open("/generate");
        page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }");
        page.locator("form textarea").fill("一个\"大\"杯子");
        assertThat(page.locator("form textarea")).hasAttribute("lang", "zh");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".runs img")).hasCount(1);
        // When
        tab.button("same again").click();
        assertThat(page.locator(".runs img")).hasCount(2);
        tab.button("vary seed").first().click();
        assertThat(page.locator(".runs img")).hasCount(3);
        // Then
        assertThat(api.asked("POST", IMAGES))
                .extracting(request -> request.json().path("seed").asInt(-1))
                .containsExactly(-1, 4711, -1);
        // When
        page.locator(".runs summary").first().click();
        tab.button("copy as curl").first().click();
        // Then
        assertThat(page.locator(".toast")).containsText("Copied");
        assertThat(String.valueOf(page.evaluate("window.copied")))
                .startsWith("curl ")
                .contains("4711");
        // When
        tab.button("use for a batch").first().click();
        // Then
        assertThat(page).hasURL(farm.resolve("/batches/new?file=file-1").toString());
        assertThat(api.asked("POST", "/v1/files").get(0).body()).contains("\"一个\"\"大\"\"杯子\"");
    }

    @Test
    void shouldFollowARequestThatTakesLongerThanTheFarmWaits(Tab tab) {
        // Given
        api.on("POST", IMAGES, 504, ErrorEnvelope.of(FailureCode.NOT_RENDERED_YET, 504, null, "batch_1 goes on"))
                .on("GET", "/v1/batches/batch_1", batch("in_progress"));
        Page page = tab.expecting(504, IMAGES).open("/generate");
        page.locator("form textarea").fill("a mug");
        tab.button("Draw 1 picture Ctrl ↵").click();
        assertThat(page.locator(".runs")).containsText("It takes longer");
        api.events().awaitFollower("batches=batch_1");
        // When
        ObjectNode task = FakeFarm.task("batch_1", 0, TaskState.COMPLETED);
        String url = task.path("url").asText();
        task.put("url", farm.resolve(url).toString());
        api.on("GET", url, request -> new FakeApi.Answer(200, "image/png", DOT))
                .on("GET", "/v1/batches/batch_1/tasks", FakeFarm.list(task))
                .on("GET", "/v1/batches/batch_1", batch("completed"));
        api.events().push("batch", batch("completed"));
        // Then
        assertThat(page.locator(".runs img")).hasAttribute("src", url);
        assertThat(api.asked("POST", IMAGES)).hasSize(1);
        assertThat(api.asked("GET", "/v1/batches/batch_1"))
                .as("not asked again and again")
                .hasSize(2);
    }

    @Test
    void shouldAskForTheSameAgainUnderTheSameKeyWhenTheFarmWasAway(Tab tab) {
        // Given
        api.refuse("POST", IMAGES, FailureCode.STORAGE_UNAVAILABLE, "later");
        Page page = tab.expecting(503, IMAGES).open("/generate");
        page.locator("form textarea").fill("a mug");
        page.keyboard().press("Control+Enter");
        await().until(() -> !api.asked("POST", IMAGES).isEmpty());
        // When
        api.on("POST", IMAGES, request -> FakeApi.Answer.json(200, images(PICTURE)));
        page.reload();
        // Then
        assertThat(page.locator(".runs img")).isVisible();
        assertThat(api.asked("POST", IMAGES))
                .hasSizeGreaterThan(1)
                .extracting(request -> request.header("idempotency-key"))
                .doesNotContainNull()
                .containsOnly(api.asked("POST", IMAGES).get(0).header("idempotency-key"));
    }

    @Test
    void shouldSayThatNobodyDraws(Tab tab) {
        // Given
        ObjectNode idle = FakeFarm.farm();
        ((ObjectNode) idle.path("workers")).put("ready", 0);
        api.on("GET", "/v1/farm", idle).events().stands("farm", idle);
        // When
        Page page = tab.open("/generate");
        page.locator("form textarea").fill("a mug");
        // Then
        assertThat(page.locator(".note.bad")).containsText("No worker is ready");
        assertThat(page.locator("form .primary")).isDisabled();
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".toast.bad")).containsText("No worker is ready");
        assertThat(api.asked("POST", IMAGES)).isEmpty();
        // When
        api.events().stands("farm", FakeFarm.farm());
        // Then
        assertThat(page.locator("form .primary")).isEnabled();
    }

    @Test
    void shouldTellWhyAPictureWasRefused(Tab tab) {
        // Given
        api.refuse("POST", IMAGES, FailureCode.INVALID_REQUEST, "too long: " + FakeFarm.HOSTILE);
        Page page = tab.expecting(400, IMAGES).open("/generate");
        page.locator("form textarea").fill("a mug");
        // When
        page.keyboard().press("Control+Enter");
        // Then
        assertThat(page.locator(".runs .danger")).containsText("too long: <img src=x onerror=alert(1)>");
        // When
        tab.button("forget").click();
        // Then
        assertThat(page.locator(".runs")).hasCount(0);
    }

    @EachLook
    void shouldKeepWhatWasSetAsAPreset(Look look, Tab tab) {
        // Given
        api.on("PUT", "/v1/presets/my-mug", Map.of("name", "my-mug", "fields", Map.of()));
        Page page = tab.in(look).open("/generate");
        page.locator("form textarea").fill("a mug");
        page.locator(".ratio button").nth(1).click();
        page.keyboard().press("Control+Enter");
        page.locator(".runs summary").click();
        page.locator(".runs details button").first().click();
        // When
        Locator name = page.locator("dialog[open] input");
        assertThat(name).isFocused();
        tab.shouldBeAccessible();
        tab.screenshot("preset-" + look.label());
        name.fill("My Mug");
        name.press("Enter");
        // Then
        assertThat(name).isVisible();
        assertThat(api.asked("PUT", "/v1/presets/My Mug")).isEmpty();
        // When
        name.fill("my-mug");
        name.press("Enter");
        // Then
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(page.locator(".toast")).containsText("my-mug");
        JsonNode sent = api.asked("PUT", "/v1/presets/my-mug").get(0).json();
        assertThat(sent.path("fields").path("size").asText())
                .isEqualTo(api.asked("POST", IMAGES).get(0).json().path("size").asText())
                .isNotEmpty();
    }

    @Test
    void shouldPutNoPresetWhenNoneIsNamed(Tab tab) {
        // Given
        List<String> asked = new ArrayList<>();
        tab.page().onRequest(request -> asked.add(request.method()));
        Page page = tab.open("/generate");
        page.locator("form textarea").fill("a mug");
        page.keyboard().press("Control+Enter");
        page.locator(".runs summary").click();
        tab.button("make it a preset").click();
        // When
        page.keyboard().press("Escape");
        // Then
        assertThat(page.locator("dialog[open]")).hasCount(0);
        page.reload();
        assertThat(page.locator(".runs img")).isVisible();
        assertThat(asked).contains("POST").doesNotContain("PUT");
    }

    private Map<String, Object> images(String path) {
        return Map.of(
                "created",
                0,
                "data",
                List.of(Map.of("url", farm.resolve(path).toString(), "renderfarm", Map.of("seed", 4711))),
                "renderfarm",
                Map.of("batch_id", "batch_1"));
    }

    private static ObjectNode batch(String status) {
        return FakeFarm.batch("batch_1").put("status", status);
    }
}
