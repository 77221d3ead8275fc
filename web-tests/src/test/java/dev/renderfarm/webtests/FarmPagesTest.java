package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeApi;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of batches, the workers, settings and help. */
@QuarkusTest
class FarmPagesTest extends PageTest {

    /** A GIF of one transparent point. */
    private static final byte[] POINT =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    @BeforeEach
    void prepare() {
        for (String name : List.of("SKU-0006", "SKU-0007")) {
            api.on(
                    "GET",
                    "/v1/batches/batch_1/thumbnails/" + name + ".jpg",
                    request -> new FakeApi.Answer(200, "image/gif", POINT));
        }
        api.on("GET", "/v1/farm", FakeFarm.farmWithCurve())
                .on("GET", "/v1/failures", FakeFarm.list())
                .on("GET", "/v1/presets", library("presets"))
                .on("GET", "/v1/templates", library("templates"))
                .on("GET", "/v1/defaults", Json.read("{\"models\":[]}", JsonNode.class))
                .on("GET", "/v1/workers", FakeFarm.list(FakeFarm.worker("gpu-01")))
                .on("GET", "/v1/batches", FakeFarm.list(FakeFarm.batch("batch_1")));
    }

    @EachLook
    void shouldListBatchesAndFollowThem(Look look, Tab tab) {
        // Given
        api.on("GET", "/v1/batches", FakeFarm.list(named(FakeFarm.HOSTILE)));
        Page page = tab.in(look).open("/batches");
        Locator name = page.locator("td.name strong");
        // Then
        assertThat(name).hasText(FakeFarm.HOSTILE);
        // When
        api.events().awaitFollower("batches=batch_1");
        var next = named("Mugs");
        ((ObjectNode) next.get("renderfarm")).put("sequence", 1_000_000);
        api.events().push("batch", next);
        // Then
        assertThat(name).hasText("Mugs");
        tab.screenshot("batches-" + look.label());
    }

    @Test
    void shouldTellWhatTodayMadeAndTookAndWhenAllIsDone(Tab tab) {
        // When
        Page page = tab.open("/batches");
        // Then
        assertThat(page.locator(".stats")).containsText("31,240 pictures");
        assertThat(page.locator(".stats")).containsText("99.96% at the first try");
        assertThat(page.locator(".stats")).containsText("€15.35");
        assertThat(page.locator(".stats")).containsText("11.3 kWh");
        assertThat(page.locator(".stats")).containsText(", at worst ");
    }

    @Test
    void shouldTellNothingOfTodayUntilTheFarmKnows(Tab tab) {
        // Given
        api.on("GET", "/v1/farm", FakeFarm.farm());
        // When
        Page page = tab.open("/batches");
        // Then
        assertThat(page.locator(".stats > a")).hasCount(3);
    }

    @Test
    void shouldSayWhatToDoWhereNothingIsThere(Tab tab) {
        api.on("GET", "/v1/batches", FakeFarm.list());
        Page page = tab.open("/batches");
        assertThat(page.locator(".empty")).containsText("Nothing has been handed in yet");
    }

    @Test
    void shouldSayWhyAListCannotBeHad(Tab tab) {
        api.refuse("GET", "/v1/batches", FailureCode.BROKER_UNAVAILABLE, FakeFarm.HOSTILE);
        tab.expecting(503, "/v1/batches");
        Page page = tab.open("/batches");
        assertThat(page.locator("main [role=alert]")).containsText(FakeFarm.HOSTILE);
        // When
        api.on("GET", "/v1/batches", FakeFarm.list(named("Mugs")));
        page.getByText("Try again").click();
        // Then
        assertThat(page.locator("td.name strong")).hasText("Mugs");
    }

    @EachLook
    void shouldShowSettingsAndHelp(Look look, Tab tab) {
        Page page = tab.in(look).open("/settings");
        assertThat(page.locator("main table").first()).containsText("hero");
        tab.shouldBeAccessible();
        tab.screenshot("settings-" + look.label());
        page = tab.open("/help");
        assertThat(page.locator("#sheet")).isVisible();
        assertThat(page.locator(".examples img")).hasCount(12);
        for (Locator picture : page.locator(".examples img").all()) {
            picture.scrollIntoViewIfNeeded();
            assertThat(picture).hasJSProperty("naturalWidth", 128);
        }
        tab.screenshot("help-" + look.label());
    }

    private static ObjectNode named(String name) {
        var batch = FakeFarm.batch("batch_1");
        ((ObjectNode) batch.get("renderfarm")).put("name", name);
        return batch;
    }

    private static JsonNode library(String kind) {
        String entry = kind.equals("presets")
                ? "{\"name\":\"hero\",\"description\":\"Wide\",\"fields\":{\"size\":\"16:9\"},\"source\":\"shipped\"}"
                : "{\"name\":\"studio\",\"version\":1,\"text\":\"{title}\",\"source\":\"own\"}";
        return Json.read("{\"object\":\"list\",\"data\":[" + entry + "],\"has_more\":false}", JsonNode.class);
    }
}
