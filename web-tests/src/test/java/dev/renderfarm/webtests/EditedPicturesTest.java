package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.webtests.fake.FakeApi.Answer;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A batch of edits: each picture beside what it began with. */
@QuarkusTest
class EditedPicturesTest extends PageTest {

    private static final String PAGE = "/batches/batch_edits";
    private static final String SOURCE = "/v1/batches/batch_edits/tasks/0/source.png";
    private static final String TWO_BY_TWO = "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>";
    private static final String BEFORE = ".before-after .over img:nth-child(2)";

    @Test
    void shouldPassFromThePictureToWhatItBeganWith(Tab tab) {
        // Given
        Page page = edits(tab);
        assertThat(page.locator(".before-after img")).hasCount(1);
        assertThat(api.asked("GET", SOURCE)).isEmpty();
        Locator slider = page.getByLabel("Pass from the result");
        // When
        slider.press("End");
        // Then
        assertThat(page.locator(BEFORE)).hasAttribute("src", SOURCE);
        assertThat(page.locator(BEFORE)).hasCSS("clip-path", "inset(0px 0% 0px 0px)");
        assertThat(page.locator(".tile.current")).hasId("tile-0");
        // When
        slider.press("Home");
        // Then
        assertThat(page.locator(BEFORE)).hasCSS("clip-path", "inset(0px 100% 0px 0px)");
    }

    @Test
    void shouldSayThatAPictureOfAnotherSizeDoesNotLieOverIt(Tab tab) {
        // Given
        Page page = edits(tab);
        api.on("GET", SOURCE, request -> new Answer(200, "image/svg+xml", TWO_BY_TWO.getBytes(UTF_8)));
        // When
        page.getByLabel("Pass from the result").press("End");
        // Then
        assertThat(page.locator(".before-after small")).containsText("another size");
    }

    @Test
    void shouldShowWhatItBeganWithForAsLongAsAKeyIsDown(Tab tab) {
        // Given
        Page page = edits(tab);
        page.locator(".tile").first().click();
        // When
        page.keyboard().down("b");
        // Then
        assertThat(page.locator(BEFORE)).hasCSS("clip-path", "inset(0px 0% 0px 0px)");
        // When
        page.keyboard().up("b");
        // Then
        assertThat(page.locator(BEFORE)).hasCSS("clip-path", "inset(0px 100% 0px 0px)");
    }

    @Test
    void shouldCompareBothByKeyAsLargeAsTheWindow(Tab tab) {
        // Given
        Page page = edits(tab);
        page.locator(".tile").first().click();
        // When
        page.keyboard().press("c");
        // Then
        assertThat(page.locator(".stage figcaption").first()).hasText("What SKU-0000 began with");
        assertThat(page.locator(".stage img").first()).hasAttribute("src", SOURCE);
        // When
        page.keyboard().press("c");
        // Then
        assertThat(page.locator(".stage .over img")).hasCount(2);
    }

    @Test
    void shouldSayThatWhatItBeganWithIsGone(Tab tab) {
        // Given
        Page page = edits(tab.expecting(404, SOURCE));
        api.refuse("GET", SOURCE, FailureCode.NOT_FOUND, "gone");
        // When
        page.locator(".before-after button").focus();
        page.keyboard().down("Enter");
        // Then
        assertThat(page.locator(".before-after")).containsText("no longer there");
        assertThat(page.locator(".before-after img")).hasCount(1);
        page.keyboard().up("Enter");
    }

    private Page edits(Tab tab) {
        FakeGallery gallery = new FakeGallery(api, FakeFarm.batch("batch_edits"), "cc");
        gallery.change(0, task -> task.put("source_url", "http://farm.example" + SOURCE));
        api.on("GET", SOURCE, request -> FakeGallery.POINT);
        Page page = tab.open(PAGE);
        assertThat(page.locator(".before-after")).isVisible();
        return page;
    }
}
