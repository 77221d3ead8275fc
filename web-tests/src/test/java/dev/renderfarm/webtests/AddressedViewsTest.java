package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every view is an address: loaded again, or opened by somebody else, it is the same view. */
@QuarkusTest
class AddressedViewsTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String PAGE = "/batches/" + ID;

    @Test
    void shouldNameInTheAddressWhatIsSelectedAndHowItIsCompared(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20));
        Page page = tab.open(PAGE);
        assertThat(page.locator(".inspector h2")).containsText("SKU-0000");
        // When
        page.keyboard().press("Space");
        page.keyboard().press("Shift+ArrowRight");
        page.keyboard().press("c");
        page.keyboard().press("c");
        // Then
        assertThat(page).hasURL(Pattern.compile(".*[?&]select=0-1(&.*|$)"));
        assertThat(page).hasURL(Pattern.compile(".*[?&]look=slider(&.*|$)"));
        // When
        page.reload();
        // Then
        Locator way = page.locator("dialog.stage .chip[aria-pressed='true']");
        assertThat(way).hasText("slider");
        assertThat(page.locator("dialog.stage .over img").last()).hasAttribute("src", Pattern.compile("SKU-0001"));
        tab.shouldBeAccessible();
        // When
        page.keyboard().press("Escape");
        // Then
        assertThat(page.locator(".selection strong")).hasText("2 pictures selected");
        assertThat(page).not().hasURL(Pattern.compile(".*look=.*"));
    }

    @Test
    void shouldSelectAllOfAFilterWhereTheAddressSaysSo(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "cxcxcwcw");
        // When
        Page page = tab.open(PAGE + "?show=review&select=all");
        // Then
        assertThat(page.locator(".selection strong")).hasText("4 pictures selected");
        // When
        page.keyboard().press("Escape");
        // Then
        assertThat(page.locator(".selection")).hasCount(0);
        assertThat(page).hasURL(Pattern.compile(".*[?]show=review$"));
    }

    @Test
    void shouldPassOverWhatIsNoSelection(Tab tab) {
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(8));
        Page page = tab.open(PAGE + "?select=6-999999999,mug,3-1,-1,2&look=upside-down");
        assertThat(page.locator(".selection strong")).hasText("3 pictures selected");
        assertThat(page.locator("dialog.stage")).isHidden();
    }

    @Test
    void shouldShowAPictureAsLargeAsTheWindowWhereTheAddressSaysSo(Tab tab) {
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(8));
        Page page = tab.open(PAGE + "?at=3&look=one");
        assertThat(page.locator("dialog.stage img")).hasAttribute("src", Pattern.compile("SKU-0003"));
    }

    @Test
    void shouldOpenThePageOfTheContactSheetThatTheAddressNames(Tab tab) {
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(1_100));
        // When
        Page page = tab.open(PAGE + "?view=sheet&from=500");
        // Then
        assertThat(page.locator(".sheet li").first()).containsText("SKU-0500");
        // When
        tab.button("→").click();
        // Then
        assertThat(page.locator(".sheet li").first()).containsText("SKU-1000");
        assertThat(page).hasURL(Pattern.compile(".*[?&]from=1000$"));
    }

    @Test
    void shouldGoToTheChapterOfHelpThatTheAddressNames(Tab tab) {
        // Given
        FakeFarm.answerAll(api);
        Page page = tab.open("/help#about");
        // Then
        assertThat(page.locator("#about")).isInViewport();
        // When
        page.locator("nav a[href='#sheet']").click();
        // Then
        assertThat(page).hasURL(Pattern.compile(".*/help#sheet$"));
        assertThat(page.locator("#sheet")).isInViewport();
    }
}
