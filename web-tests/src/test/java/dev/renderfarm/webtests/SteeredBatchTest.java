package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.webtests.fake.FakeApi.Answer;
import dev.renderfarm.webtests.fake.FakeApi.Asked;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people do to a batch and to its pictures, in its page. */
@QuarkusTest
class SteeredBatchTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String PAGE = "/batches/" + ID;
    private static final String TWENTY = "ccccccccxffwwwwwwwww";

    private final ObjectNode batch = FakeFarm.batch(ID);

    @Test
    void shouldPauseByKeyAndTakeItBack(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        ObjectNode paused = FakeFarm.batch(ID);
        paused.withObject("/renderfarm")
                .putObject("waiting_for")
                .put("code", "paused")
                .put("message", "by x");
        api.on("POST", gallery.path("/pause"), paused).on("POST", gallery.path("/resume"), batch);
        Page page = open(tab, PAGE);
        // When
        page.keyboard().press("p");
        // Then
        assertThat(page.locator("h1 ~ .pill")).hasText("paused");
        assertThat(page.locator(".toast")).containsText("Spring catalogue is paused");
        // When
        tab.button("Undo").click();
        // Then
        assertThat(page.locator("h1 ~ .pill")).hasText("rendering");
        assertThat(api.asked("POST", gallery.path("/pause"))).hasSize(1);
        assertThat(api.asked("POST", gallery.path("/resume"))).hasSize(1);
    }

    @Test
    void shouldGiveItAnotherPriorityAndNameAndTakeThemBack(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        api.on("PATCH", gallery.path(""), this::patch);
        Page page = open(tab, PAGE);
        Locator priority = page.locator("select[aria-label=Priority]");
        // When
        priority.selectOption("50");
        // Then
        assertThat(page.locator(".toast")).containsText("Spring catalogue has priority 50");
        // When
        tab.button("Undo").click();
        // Then
        assertThat(priority).hasValue("0");
        // When
        tab.button("Change the name").click();
        page.getByLabel("Name of the batch").fill("Mugs");
        page.keyboard().press("Enter");
        // Then
        assertThat(page.locator("h1")).hasText("Mugs");
        // When
        tab.button("Undo").click();
        // Then
        assertThat(page.locator("h1")).hasText("Spring catalogue");
        assertThat(api.asked("PATCH", gallery.path("")))
                .extracting(Asked::body)
                .containsExactly(
                        "{\"priority\":50}",
                        "{\"priority\":0}",
                        "{\"name\":\"Mugs\"}",
                        "{\"name\":\"Spring catalogue\"}");
    }

    @Test
    void shouldCancelTheRestOnlyAfterAYes(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        api.on("POST", gallery.path("/cancel"), FakeFarm.batch(ID).put("status", "cancelling"));
        Page page = open(tab, PAGE);
        // When
        tab.button("Cancel the rest").click();
        assertThat(page.locator("dialog[open]")).containsText("8 rendered pictures stay");
        tab.shouldBeAccessible();
        tab.button("Leave it as it is").click();
        // Then
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(api.asked("POST", gallery.path("/cancel"))).isEmpty();
        // When
        tab.button("Cancel the rest").click();
        page.locator("dialog[open] button.danger").click();
        // Then
        assertThat(page.locator("h1 ~ .pill")).hasText("cancelling");
        assertThat(api.asked("POST", gallery.path("/cancel"))).hasSize(1);
    }

    @Test
    void shouldLeadFromEveryNumber(Tab tab) {
        // Given
        gallery(TWENTY);
        Page page = open(tab, PAGE);
        Locator figures = page.locator(".figures a");
        // Then
        assertThat(figures)
                .hasText(new String[] {"8 of 20 rendered", "4 in flight", "7 waiting", "1 failed", "2 retries"});
        // When
        figures.nth(2).click();
        // Then
        assertThat(page.locator(".tile")).hasCount(9);
        assertThat(page).hasURL(Pattern.compile("show=waiting"));
    }

    @Test
    void shouldMoveAndLookByEveryKey(Tab tab) {
        // Given
        gallery("c".repeat(300));
        Page page = open(tab, PAGE);
        page.evaluate(
                "() => { document.documentElement.requestFullscreen = async () => { document.body.dataset.full = 'yes'; }; }");
        Locator current = page.locator(".tile.current");
        // When, Then
        page.keyboard().press("End");
        assertThat(current).hasId("tile-299");
        page.keyboard().press("PageUp");
        assertThat(current).not().hasId("tile-299");
        page.keyboard().press("Home");
        assertThat(current).hasId("tile-0");
        page.keyboard().press("PageDown");
        assertThat(current).not().hasId("tile-0");
        page.keyboard().press("PageUp");
        assertThat(current).hasId("tile-0");
        page.keyboard().press("ArrowDown");
        assertThat(current).not().hasId("tile-0");
        page.keyboard().press("ArrowUp");
        assertThat(current).hasId("tile-0");
        page.keyboard().press("i");
        assertThat(page.locator(".inspector dl.facts")).hasCount(0);
        page.keyboard().press("i");
        assertThat(page.locator(".inspector dl.facts")).isVisible();
        page.keyboard().press("f");
        assertThat(page.locator("body")).hasAttribute("data-full", "yes");
        page.keyboard().press("e");
        assertThat(page.locator(".inspector textarea")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator(".inspector textarea")).not().isFocused();
    }

    @Test
    void shouldDrawAgainWithThePromptAndSeedThatAreChosen(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY).change(0, task -> task.put("prompt", "一个红色的杯子"));
        api.on("POST", gallery.path("/rerolls"), FakeFarm.batch("batch_child"));
        Page page = open(tab, PAGE);
        Locator prompt = page.locator(".inspector textarea");
        assertThat(prompt).hasAttribute("lang", "zh");
        // When
        page.keyboard().press("e");
        prompt.fill("一个蓝色的杯子");
        page.getByLabel("keep 1000").check();
        page.locator(".verdict button").last().click();
        // Then
        assertThat(page.locator(".toast")).containsText("1 picture is rendered again");
        assertThat(items(gallery, 0)).isEqualTo(Json.read("""
                [{"index": 0, "prompt": "一个蓝色的杯子", "seed": 1000}]""", JsonNode.class));
        // When
        page.locator("#tile-3").click();
        assertThat(prompt).hasValue("a mug, number 3");
        page.keyboard().press("r");
        // Then
        await().untilAsserted(() ->
                assertThat(api.asked("POST", gallery.path("/rerolls"))).hasSize(2));
        assertThat(items(gallery, 1)).isEqualTo(Json.read("[{\"index\": 3, \"new_seed\": true}]", JsonNode.class));
    }

    @Test
    void shouldShowWhatWasDrawnAgainAsAFurtherVariantAndJudgeIt(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        FakeGallery again = new FakeGallery(api, FakeFarm.batch("batch_child").put("status", "completed"), "c");
        api.on(
                "GET",
                "/v1/batches?parent=" + ID + "&limit=50",
                FakeFarm.list(FakeFarm.batch("batch_child").put("status", "completed")));
        Page page = open(tab, PAGE);
        Locator variants = page.locator(".variants button");
        assertThat(variants).hasCount(2);
        // When
        page.keyboard().press("2");
        // Then
        assertThat(variants.nth(1)).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("img.big")).hasAttribute("src", Pattern.compile("/batch_child/"));
        assertThat(page).hasURL(Pattern.compile("at=0&variant=2$"));
        // When
        page.keyboard().press("a");
        // Then
        await().untilAsserted(() -> assertThat(again.heard()).containsExactly("0 approved"));
        assertThat(gallery.heard()).isEmpty();
        // When
        page.reload();
        // Then
        assertThat(variants.nth(1)).hasAttribute("aria-pressed", "true");
        // When
        page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }");
        tab.button("copy link").click();
        // Then
        assertThat(page.locator(".toast")).containsText("Copied");
        assertThat(page.evaluate("window.copied"))
                .isEqualTo(farm.resolve("/batches/batch_child?at=0").toString());
    }

    @Test
    void shouldShowWhatIsFocusedBelowTheHeadWhenItWasScrolledUnderIt(Tab tab) {
        // Given
        gallery(TWENTY);
        Page page = open(tab.sized(1280, 600), PAGE);
        Locator chip = chip(tab, "All");
        double head = page.locator(".top").boundingBox().height;
        // When
        chip.evaluate("chip => scrollTo(0, chip.getBoundingClientRect().top - 30)");
        // Then
        assertThat(chip.boundingBox().y).isLessThan(head);
        // When
        chip.focus();
        // Then
        assertThat(chip.boundingBox().y).isGreaterThan(head);
    }

    @Test
    void shouldSendAThousandVerdictsByKeyExactlyOnce(Tab tab) {
        // Given
        FakeGallery gallery = gallery("c".repeat(1_000));
        Page page = open(tab, PAGE);
        assertThat(chip(tab, "All")).hasText("All 1,000");
        // When
        page.evaluate("""
                async () => {
                  for (let press = 0; press < 1000; press++) {
                    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: press % 3 ? 'a' : 'x', bubbles: true, cancelable: true }));
                    if (press % 25 === 0) await new Promise(requestAnimationFrame);
                  }
                }""");
        // Then
        List<String> given = IntStream.range(0, 1_000)
                .mapToObj(index -> index + (index % 3 == 0 ? " rejected" : " approved"))
                .toList();
        await().untilAsserted(() -> assertThat(gallery.heard()).hasSizeGreaterThanOrEqualTo(1_000));
        assertThat(gallery.heard()).containsExactlyInAnyOrderElementsOf(given);
        assertThat(chip(tab, "Approved")).hasText("Approved 666");
        assertThat(chip(tab, "Rejected")).hasText("Rejected 334");
        assertThat(chip(tab, "To review")).hasText("To review 0");
    }

    private FakeGallery gallery(String states) {
        return new FakeGallery(api, batch, states);
    }

    private Answer patch(Asked request) {
        request.json().fields().forEachRemaining(field -> batch.withObject("/renderfarm")
                .set(field.getKey(), field.getValue()));
        return Answer.json(200, batch);
    }

    private JsonNode items(FakeGallery gallery, int time) {
        return api.asked("POST", gallery.path("/rerolls")).get(time).json().path("items");
    }

    private static Locator chip(Tab tab, String name) {
        return tab.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " ")));
    }

    /** Until its pictures can be judged. */
    private static Page open(Tab tab, String path) {
        Page page = tab.open(path);
        assertThat(page.locator(".inspector textarea")).isVisible();
        return page;
    }
}
