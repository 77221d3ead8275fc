package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.HistoryEvent;
import dev.renderfarm.common.batch.HistoryKind;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchHistoryPageTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String PAGE = "/batches/" + ID + "?view=history";
    private static final String HISTORY = "/v1/batches/" + ID + "/history";
    private static final Instant THEN = Instant.now().minusSeconds(3_600);

    private FakeGallery gallery;

    @BeforeEach
    void batch() {
        gallery = new FakeGallery(api, FakeFarm.batch(ID), "ccccccccxffwwwwwwwww");
        api.on("GET", HISTORY, FakeFarm.history(life("the broker does not answer")));
    }

    private static BatchHistory life(String cause) {
        return BatchHistory.NONE
                .and(HistoryEvent.of(HistoryKind.SUBMITTED, THEN))
                .and(HistoryEvent.counted(HistoryKind.VALIDATED, THEN.plusSeconds(2), 20))
                .and(HistoryEvent.waits(new WaitingFor(WaitingCode.BROKER, cause, THEN.plusSeconds(30))))
                .movesAt(THEN.plusSeconds(42))
                .and(HistoryEvent.prioritised(THEN.plusSeconds(50), 80))
                .and(HistoryEvent.paused(THEN.plusSeconds(60), WaitingCode.FAILURES))
                .and(HistoryEvent.reviewed(THEN.plusSeconds(90), new ReviewCounts(5, 1)));
    }

    @EachLook
    void shouldTellWhatHappenedTheNewestFirst(Look look, Tab tab) {
        // When
        tab.in(look).open(PAGE);
        // Then
        assertThat(rows(tab)).hasCount(6);
        assertThat(rows(tab).first()).containsText(look.isChinese() ? "通过 5 张" : "5 approved, 1 rejected so far");
        assertThat(rows(tab).nth(3)).containsText("12");
        assertThat(rows(tab).last()).containsText(look.isChinese() ? "已提交" : "Handed in");
        tab.screenshot("batch-history-" + look.label());
    }

    @Test
    void shouldGoFromThePicturesToTheHistoryAndBackByTheAddress(Tab tab) {
        // Given
        tab.open("/batches/" + ID);
        assertThat(tab.page().locator("batch-history")).hasCount(0);
        // When
        tab.page().locator(".tabs a[href*='view=history']").click();
        // Then
        assertThat(rows(tab)).hasCount(6);
        assertThat(tab.page().locator(".tabs a[aria-current=page]")).hasText("History");
        // When
        tab.page().goBack();
        // Then
        assertThat(tab.page().locator("picture-gallery")).isVisible();
    }

    @Test
    void shouldTellTheHistoryOfABatchThatFailedItsCheckToo(Tab tab) {
        // Given
        api.on("GET", "/v1/batches/" + ID, FakeFarm.batch(ID).put("status", "failed"));
        tab.open("/batches/" + ID);
        assertThat(tab.page().locator(".tabs a[aria-current=page]")).hasText("What is wrong");
        // When
        tab.page().locator(".tabs a[href*='view=history']").click();
        // Then
        assertThat(rows(tab)).hasCount(6);
        assertThat(tab.page().locator(".tabs a")).hasCount(2);
    }

    @Test
    void shouldJudgeNoPictureByKeyThatIsNotShown(Tab tab) {
        // Given
        tab.open(PAGE);
        assertThat(rows(tab)).hasCount(6);
        // When
        tab.page().keyboard().press("a");
        tab.page().locator(".tabs a").first().click();
        // Then
        assertThat(tab.page().locator(".chips button").filter(new Locator.FilterOptions().setHasText("Approved")))
                .hasText("Approved 0");
        assertThat(gallery.heard()).isEmpty();
    }

    @Test
    void shouldSayThatOfABatchOfAnEarlierReleaseNothingIsKnown(Tab tab) {
        api.on("GET", HISTORY, FakeFarm.history(new BatchHistory(List.of(), 0)));
        tab.open(PAGE);
        assertThat(tab.page().locator("batch-history .empty")).containsText("Nothing is known");
    }

    @Test
    void shouldOfferToTryAgainWhereTheFarmDoesNotAnswer(Tab tab) {
        // Given
        api.refuse("GET", HISTORY, FailureCode.BROKER_UNAVAILABLE, "kept by another replica");
        tab.expecting(503, HISTORY).open(PAGE);
        assertThat(tab.page().getByText("kept by another replica")).isVisible();
        // When
        api.on("GET", HISTORY, FakeFarm.history(life("away")));
        tab.button("Try again").click();
        // Then
        assertThat(rows(tab)).hasCount(6);
    }

    @EachLook
    void shouldShowWhatPeopleWriteAsTheyWroteIt(Look look, Tab tab) {
        // Given
        ObjectNode history = FakeFarm.history(
                life(FakeFarm.HOSTILE).and(HistoryEvent.renamed(THEN.plusSeconds(100), FakeFarm.HOSTILE)));
        api.on("GET", HISTORY, history);
        // When
        tab.in(look).open(PAGE);
        // Then
        assertThat(rows(tab).first()).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator("img[src=x]")).hasCount(0);
        assertThat(tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private static Locator rows(Tab tab) {
        return tab.page().locator("batch-history tbody tr");
    }
}
