package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lines of a batch's sheet. */
@QuarkusTest
class LinesViewTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String LINES = "/batches/" + ID + "?view=lines";
    private static final int MOST_ROWS = 60;

    private final ObjectNode batch = FakeFarm.batch(ID);

    @EachLook
    void shouldListLinesWithWhatBecameOfTheirPictures(Look look, Tab tab) {
        // Given
        gallery("ccxfw").fail(2, "blank_image", "all pixels are black");
        // When
        tab.in(look).open(LINES);
        // Then
        assertThat(rows(tab)).hasCount(5);
        assertThat(row(tab, 0)).containsText(Pattern.compile("2\\s*SKU-0000\\s*a mug, number 0"));
        assertThat(row(tab, 0).locator("img")).hasCount(1);
        assertThat(row(tab, 2)).containsText(look.isChinese() ? "空白" : "blank picture");
        assertThat(row(tab, 2)).containsText("all pixels are black");
        assertThat(row(tab, 3).locator("img")).hasCount(0);
        assertThat(tab.page().locator(".lines")).hasAttribute("aria-rowcount", "6");
        tab.screenshot("lines-" + look.label());
    }

    @Test
    void shouldLeadToThePictureAndBackToTheLines(Tab tab) {
        // Given
        gallery("ccxfw");
        tab.open(LINES);
        // When
        row(tab, 1).locator("td.name a").click();
        // Then
        assertThat(tab.page().locator(".tile.current")).hasId("tile-1");
        // When
        tab.page().locator(".tabs a").nth(1).click();
        // Then
        assertThat(tab.page().locator(".lines tr[aria-selected=true]")).containsText("SKU-0001");
    }

    @Test
    void shouldJudgeByKeyAndFilterAsTheGalleryDoes(Tab tab) {
        // Given
        gallery("ccxfw");
        tab.open(LINES);
        assertThat(rows(tab)).hasCount(5);
        // When
        tab.page().keyboard().press("a");
        // Then
        assertThat(row(tab, 0)).containsText("approved");
        assertThat(tab.page().locator(".lines tr[aria-selected=true]")).containsText("SKU-0001");
        // When
        tab.button("Failed 1").click();
        // Then
        assertThat(rows(tab)).hasCount(1);
        assertThat(rows(tab)).containsText("SKU-0002");
    }

    @Test
    void shouldTellOfLinesThatWereLeftOutAndOfWarnings(Tab tab) {
        // Given
        gallery("ccccc");
        batch.withObject("/renderfarm").put("skipped_lines", 30);
        batch.putObject("errors").putArray("data").add(said(7, "size", "invalid_request", FakeFarm.HOSTILE));
        batch.withObject("/renderfarm")
                .putObject("warnings")
                .put("more", 4)
                .putArray("data")
                .add(said(4, "sku", "looks_alike", "MUG and ΜUG"))
                .add(said(0, "colour", "of_a_later_release", FakeFarm.HOSTILE));
        // When
        tab.open(LINES);
        Locator reports = tab.page().locator(".report");
        // Then
        assertThat(reports.first()).containsText("30 lines were left out");
        reports.first().locator("summary").click();
        assertThat(reports.first()).containsText("<img src=x onerror=alert(1)>");
        assertThat(reports.first()).containsText("The first 1 stand here, all of them in errors.jsonl");
        assertThat(reports.last()).containsText("6 things perhaps not as meant");
        assertThat(reports.last()).containsText("hard to tell apart");
        assertThat(tab.page().locator("img[src=x]")).hasCount(0);
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        // When
        reports.last().getByText("see the line").click();
        // Then
        assertThat(tab.page().locator(".lines tr[aria-selected=true]")).containsText("SKU-0002");
        assertThat(tab.page()).hasURL(Pattern.compile("at=2"));
    }

    @Test
    void shouldHoldOnlyThoseRowsOfFiftyThousandThatCanBeSeen(Tab tab) {
        // Given
        gallery("c".repeat(30_000) + "w".repeat(20_000));
        tab.open(LINES);
        assertThat(row(tab, 0)).containsText("SKU-0000");
        assertThat(rows(tab).count()).isBetween(10, MOST_ROWS);
        // When
        tab.page().keyboard().press("End");
        // Then
        Locator last = tab.page().locator(".lines tr[aria-rowindex='50001']");
        assertThat(last).containsText("SKU-49999");
        assertThat(last).isInViewport();
        assertThat(rows(tab).count()).isBetween(10, MOST_ROWS);
        // When
        tab.page().locator("input[type=search]").fill("number 31415");
        // Then
        assertThat(rows(tab)).hasCount(1);
        assertThat(rows(tab)).containsText("SKU-31415");
        assertThat(api.asked("GET", "/v1/batches/" + ID + "/tasks").size())
                .as("pages of tasks")
                .isLessThan(15);
    }

    @Test
    void shouldGoToALineOfMany(Tab tab) {
        // Given
        gallery("c".repeat(50_000));
        // When
        tab.open(LINES + "&line=31417&show=failed");
        // Then
        assertThat(tab.page().locator(".lines tr[aria-selected=true]")).containsText("SKU-31415");
        assertThat(tab.page().locator(".lines tr[aria-selected=true]")).isInViewport();
        assertThat(tab.page()).hasURL(Pattern.compile("view=lines&at=31415$"));
    }

    private FakeGallery gallery(String states) {
        return new FakeGallery(api, batch, states);
    }

    private static Locator rows(Tab tab) {
        return tab.page().locator(".lines tbody tr[aria-rowindex]");
    }

    private static Locator row(Tab tab, int index) {
        return tab.page().locator(".lines tr[aria-rowindex='" + (index + 2) + "']");
    }

    private static ObjectNode said(int line, String field, String code, String message) {
        ObjectNode said = FakeFarm.list()
                .objectNode()
                .put("param", field)
                .put("code", code)
                .put("message", message);
        return line == 0 ? said.putNull("line") : said.put("line", line);
    }
}
