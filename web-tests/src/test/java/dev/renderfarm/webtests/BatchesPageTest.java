package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of batches: what leads where, what is found, what can be done in it. */
@QuarkusTest
class BatchesPageTest extends PageTest {

    private static final String BATCHES = "/v1/batches";
    private static final String MUTED = "rgb(88, 98, 108)";

    private final ObjectNode batch = FakeFarm.batch("batch_1");

    @BeforeEach
    void prepare() {
        FakeFarm.answerAll(api);
        api.on("GET", BATCHES, FakeFarm.list(batch));
    }

    @Test
    void shouldSayWhichFileAndWhoseAndLeadFromEveryNumber(Tab tab) {
        // Given
        ObjectNode farm = batch.withObject("/renderfarm")
                .put("input_filename", "杯子 2026.csv")
                .put("tenant", "shop-a");
        farm.putObject("review").put("approved", 3).put("rejected", 2);
        api.on("GET", BATCHES, FakeFarm.list(batch))
                .on("GET", "/v1/session", Map.of("object", "session", "keyed", true, "role", "viewer", "name", "x"));
        // When
        Page page = tab.open("/batches");
        Locator row = page.locator("tbody tr");
        // Then
        assertThat(row.locator("td.name bdi")).hasText("杯子 2026.csv");
        assertThat(row.locator("td.name bdi")).hasAttribute("lang", "zh");
        assertThat(row.locator("td.handed-in")).containsText("shop-a");
        assertThat(link(row, "/batches/batch_1?show=rendering")).hasText("4 in flight");
        assertThat(link(row, "/batches/batch_1?show=failed")).hasText("1 failed");
        assertThat(link(row, "/batches/batch_1?show=approved")).containsText("3");
        assertThat(link(row, "/batches/batch_1?show=rejected")).containsText("2");
        assertThat(row.locator("td.name small a")).hasText("20 pictures");
    }

    @Test
    void shouldSayNothingOfTenantsWhereTheFarmAsksForNoKey(Tab tab) {
        Page page = tab.open("/batches");
        assertThat(page.locator("td.name strong")).hasText("Spring catalogue");
        assertThat(page.locator("td.handed-in")).not().containsText("default");
    }

    @Test
    void shouldGreyWhatItKnewWhileTheFarmIsAway(Tab tab) {
        // Given
        Page page = tab.expectingNothingOf("/v1/events")
                .expecting(503, "/v1/events")
                .open("/batches");
        Locator rate = page.locator(".stats b").first();
        assertThat(rate).hasText("1.3 pictures/s");
        assertThat(rate).not().hasCSS("color", MUTED);
        // When
        api.events().cut();
        // Then
        assertThat(rate).hasCSS("color", MUTED);
        assertThat(page.locator("td.progress a").first()).hasCSS("color", MUTED);
        assertThat(rate).hasText("1.3 pictures/s");
        tab.shouldBeAccessible();
    }

    @Test
    void shouldChooseARowByKeyAndKeepItInTheAddress(Tab tab) {
        // Given
        api.on("GET", BATCHES, FakeFarm.list(batch, FakeFarm.batch("batch_2"), FakeFarm.batch("batch_3")));
        Page page = tab.expecting(404, "/v1/batches/batch_2")
                .expecting(404, "/v1/batches/batch_3")
                .open("/batches");
        Locator rows = page.locator("tbody tr");
        assertThat(rows).hasCount(3);
        // When
        for (String key : List.of("j", "j", "j", "k")) {
            page.keyboard().press(key);
        }
        // Then
        assertThat(rows.nth(1)).hasAttribute("aria-selected", "true");
        assertThat(page).hasURL(Pattern.compile("at=batch_2$"));
        // When
        page.reload();
        // Then
        assertThat(rows.nth(1)).hasAttribute("aria-selected", "true");
        // When
        page.keyboard().press("Enter");
        // Then
        assertThat(page).hasURL(Pattern.compile("/batches/batch_2$"));
        page.goBack();
        assertThat(rows.nth(1)).hasAttribute("aria-selected", "true");
    }

    @Test
    void shouldFindByStateAndWordsAndReadOn(Tab tab) {
        // Given
        ObjectNode first = FakeFarm.list(batch).put("has_more", true).put("last_id", "batch_1");
        first.putObject("renderfarm").putObject("counts").put("all", 51).put("done", 7);
        api.on("GET", BATCHES, first)
                .on("GET", BATCHES + "?limit=50&after=batch_1", FakeFarm.list(named("batch_2", "Jugs")))
                .on("GET", BATCHES + "?limit=50&state=done", FakeFarm.list(named("batch_3", "Done ones")))
                .on("GET", BATCHES + "?limit=50&state=done&q=MUG-7", FakeFarm.list(named("batch_4", "Mugs")));
        Page page = tab.expecting(404, "/thumbnails/").open("/batches");
        Locator names = page.locator("td.name strong");
        // When
        tab.button("Older batches").click();
        // Then
        assertThat(names).hasText(new String[] {"Spring catalogue", "Jugs"});
        assertThat(tab.button("Older batches")).hasCount(0);
        // When
        page.locator(".chips .chip").last().click();
        // Then
        assertThat(names).hasText(new String[] {"Done ones"});
        assertThat(page).hasURL(Pattern.compile("state=done$"));
        // When
        page.keyboard().press("/");
        page.keyboard().type("MUG-7");
        // Then
        assertThat(names).hasText(new String[] {"Mugs"});
        assertThat(page).hasURL(Pattern.compile("q=MUG-7"));
    }

    @Test
    void shouldPauseInTheMenuAndTakeItBack(Tab tab) {
        // Given
        api.on("POST", BATCHES + "/batch_1/pause", batch).on("POST", BATCHES + "/batch_1/resume", batch);
        menu(tab);
        // When
        tab.button("Pause").click();
        // Then
        assertThat(tab.page().locator(".toast")).containsText("Spring catalogue is paused");
        // When
        tab.button("Undo").click();
        // Then
        tab.page().waitForCondition(() -> !api.asked("POST", BATCHES + "/batch_1/resume")
                .isEmpty());
        assertThat(api.asked("POST", BATCHES + "/batch_1/pause")).hasSize(1);
    }

    @Test
    void shouldCancelInTheMenuOnlyAfterAYes(Tab tab) {
        // Given
        api.on("POST", BATCHES + "/batch_1/cancel", batch);
        Page page = menu(tab);
        // When
        tab.button("Cancel the rest").click();
        tab.button("Leave it as it is").click();
        // Then
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(api.asked("POST", BATCHES + "/batch_1/cancel")).isEmpty();
        // When
        tab.button("Cancel the rest").click();
        assertThat(page.locator("dialog[open]")).containsText("Kept: 8 pictures");
        page.locator("dialog[open] button.danger").click();
        // Then
        assertThat(page.locator(".toast")).containsText("The rest of Spring catalogue is cancelled");
        assertThat(api.asked("POST", BATCHES + "/batch_1/cancel")).hasSize(1);
    }

    @Test
    void shouldTryAgainDownloadAndCopyTheIdInTheMenu(Tab tab) {
        // Given
        batch.put("status", "completed");
        api.on("GET", BATCHES, FakeFarm.list(batch))
                .on("POST", BATCHES + "/batch_1/retry", FakeFarm.batch("batch_again"));
        Page page = menu(tab.expecting(404, "/v1/batches/batch_again"));
        page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }");
        // Then
        assertThat(page.locator(".menu a[download]")).hasAttribute("href", BATCHES + "/batch_1/archive.zip");
        assertThat(tab.button("Pause")).hasCount(0);
        // When
        tab.button("Copy the id").click();
        // Then
        assertThat(page.locator(".toast")).containsText("Copied");
        assertThat(page.evaluate("window.copied")).isEqualTo("batch_1");
        // When
        tab.button("Try the 1 again").click();
        // Then
        assertThat(page).hasURL(Pattern.compile("/batches/batch_again$"));
    }

    private Page menu(Tab tab) {
        Page page = tab.open("/batches");
        page.getByLabel("More about Spring catalogue").click();
        return page;
    }

    private static Locator link(Locator row, String address) {
        return row.locator("a[href='" + address + "']");
    }

    private static ObjectNode named(String id, String name) {
        ObjectNode named = FakeFarm.batch(id);
        named.withObject("/renderfarm").put("name", name);
        return named;
    }
}
