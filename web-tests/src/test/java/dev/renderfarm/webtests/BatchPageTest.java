package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.webtests.fake.FakeApi.Answer;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch's page. Long because every case opens the same gallery and judges in it: they share the fixture. */
@QuarkusTest
class BatchPageTest extends PageTest {

    private static final String ID = "batch_spring";
    private static final String PAGE = "/batches/" + ID;
    private static final String TWENTY = "ccccccccxffwwwwwwwww";
    private static final int MOST_TILES = 120;
    private static final String POINT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /** Where every tile and what it says is. */
    private static final String PLACES = """
            () => [...document.querySelectorAll('.tile, .tile .wait > :first-child')].map(part => {
              const { x, y, height } = part.getBoundingClientRect();
              return [part.matches('.tile') ? x : 0, y, height].map(Math.round).join();
            }).join(' ')""";

    private static final String KEPT = "localStorage.getItem('renderfarm.verdicts')";

    private final ObjectNode batch = FakeFarm.batch(ID);

    @EachLook
    void shouldShowTheBatchAndItsPicturesInTheOrderOfTheFile(Look look, Tab tab) {
        // Given
        gallery(TWENTY).fail(8, "blank_image", "all pixels are black");
        // When
        tab.in(look).open(PAGE);
        // Then
        assertThat(tab.page().locator("h1")).hasText("Spring catalogue");
        assertThat(tab.page().locator(".tile .sku"))
                .hasText(IntStream.range(0, 20).mapToObj("SKU-%04d"::formatted).toArray(String[]::new));
        assertThat(tab.page().locator(".tile img")).hasCount(8);
        assertThat(tab.page().locator(".inspector h2")).containsText("SKU-0000");
        tab.screenshot("batch-" + look.label());
    }

    @Test
    void shouldFillAPictureInItsPlaceWhenItIsThere(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        tab.open(PAGE);
        assertThat(tab.page().locator(".tile img")).hasCount(8);
        api.events().awaitFollower(ID);
        // When
        gallery.turn(12, 'c');
        // Then
        assertThat(tab.page().locator("#tile-12 img"))
                .hasAttribute("src", "/v1/batches/" + ID + "/thumbnails/SKU-0012.jpg?v=0000000c");
        assertThat(tab.page().locator("#tile-12")).hasAttribute("aria-posinset", "13");
        assertThat(chip(tab, "review")).hasText("To review 9");
    }

    @Test
    void shouldSayTheStepOfAPictureWhileItIsDrawnAndMoveNothing(Tab tab) {
        // Given: what a page that has just been opened reads, before the stream tells more
        gallery(TWENTY).change(9, task -> task.putObject("drawing")
                .put("step", 2)
                .put("steps", 8)
                .put("since", "2026-01-01T00:00:00Z"));
        Page page = tab.open(PAGE);
        Locator drawn = page.locator("#tile-9 .wait");
        assertThat(drawn).hasText("step 2 of 8");
        Object places = page.evaluate(PLACES);
        api.events().awaitFollower(ID);
        // When
        api.events().push("drawings", drawings(9, 5));
        // Then
        assertThat(drawn).hasText("step 5 of 8");
        assertThat(drawn.locator("i")).hasAttribute("style", Pattern.compile("width: ?63%;?"));
        assertThat(page.locator("#tile-10 .wait")).hasText("rendering");
        assertThat(page.evaluate(PLACES)).isEqualTo(places);
        // When
        api.events().push("drawings", drawings(10, 1));
        // Then
        assertThat(page.locator("#tile-10 .wait")).hasText("step 1 of 8");
        assertThat(page.evaluate(PLACES)).isEqualTo(places);
    }

    private static Map<String, Object> drawings(int index, int step) {
        return Map.of("batch", ID, "drawn", List.of(Map.of("index", index, "step", step, "steps", 8)));
    }

    @Test
    void shouldSendVerdictsByKeyOnceAndCountThem(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        open(tab, PAGE);
        // When
        tab.page().keyboard().press("a");
        tab.page().keyboard().press("a");
        tab.page().keyboard().press("x");
        // Then
        assertThat(chip(tab, "approved")).hasText("Approved 2");
        assertThat(chip(tab, "rejected")).hasText("Rejected 1");
        assertThat(chip(tab, "review")).hasText("To review 5");
        await().until(() -> gallery.heard().size() >= 3);
        // When
        tab.page().keyboard().press("u");
        // Then
        assertThat(chip(tab, "rejected")).hasText("Rejected 0");
        await().untilAsserted(() ->
                assertThat(gallery.heard()).containsExactly("0 approved", "1 approved", "2 rejected", "2 undecided"));
        assertThat(tab.page().locator(".tile.current")).hasId("tile-2");
    }

    @Test
    void shouldSendVerdictsOnceMoreWhereTheFarmWasAway(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        AtomicInteger tries = new AtomicInteger();
        api.on(
                "POST",
                gallery.path("/reviews"),
                request -> tries.incrementAndGet() == 1 ? Answer.json(503, Map.of()) : gallery.judge(request));
        tab.expecting(503, "/reviews");
        open(tab, PAGE);
        // When
        tab.page().keyboard().press("a");
        tab.page().keyboard().press("x");
        // Then
        await().untilAsserted(() -> assertThat(gallery.heard()).containsExactly("0 approved", "1 rejected"));
        assertThat(chip(tab, "approved")).hasText("Approved 1");
        assertThat(tab.page().locator(".toast")).isHidden();
    }

    @Test
    void shouldHandInVerdictsAtTheNextVisitWhereTheWindowWasClosedBefore(Tab tab) {
        // Given
        FakeGallery gallery = gallery("c".repeat(1_800));
        api.refuse("POST", gallery.path("/reviews"), FailureCode.BROKER_UNAVAILABLE, "away");
        tab.expecting(503, "/reviews").expecting(503, "/v1/events").expectingNothingOf("/v1/events");
        open(tab, PAGE);
        assertThat(chip(tab, "all")).hasText("All 1,800");
        api.events().cut();
        assertThat(tab.page().locator(".farm .pill")).hasText("Connection lost");
        tab.page().keyboard().press("Control+a");
        tab.page().keyboard().press("a");
        assertThat(chip(tab, "approved")).hasText("Approved 1,800");
        // When
        tab.page().navigate("about:blank");
        api.events().mend();
        api.on("POST", gallery.path("/reviews"), gallery::judge);
        open(tab, PAGE);
        // Then
        assertThat(chip(tab, "approved")).hasText("Approved 1,800");
        await().untilAsserted(() ->
                assertThat(Set.copyOf(gallery.heard())).hasSize(1_800).contains("0 approved", "1799 approved"));
    }

    @Test
    void shouldHandInAtTheNextVisitWhatTheBrowserDidNotTake(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        keepVerdicts(tab, gallery, "x");
        // When
        tab.page().navigate("about:blank");
        api.on("POST", gallery.path("/reviews"), gallery::judge);
        open(tab, PAGE);
        // Then
        await().untilAsserted(() -> assertThat(gallery.heard()).containsExactly("0 rejected"));
    }

    @Test
    void shouldNotHandInWhatWasJudgedSinceTheWindowWasClosed(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        keepVerdicts(tab, gallery, "x", "a");
        tab.page().navigate("about:blank");
        gallery.judge("""
                {"reviews": [{"index": 0, "verdict": "approved"}]}""");
        api.on("POST", gallery.path("/reviews"), gallery::judge);
        // When
        open(tab, PAGE);
        // Then
        assertThat(tab.page().locator(".toast"))
                .containsText("1 verdict of an earlier visit was not handed in: the picture has been judged since.");
        await().untilAsserted(() -> assertThat(gallery.heard()).containsExactly("0 approved", "1 approved"));
        assertThat(chip(tab, "approved")).hasText("Approved 2");
    }

    @Test
    void shouldForgetWhatWasKeptWhenTheWindowComesBackAsItWas(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        keepVerdicts(tab, gallery, "x");
        tab.page().evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        assertThat(tab.page().evaluate(KEPT)).isNotNull();
        // When
        tab.page().evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        // Then
        assertThat(tab.page().evaluate(KEPT)).isNull();
    }

    @Test
    void shouldForgetWhatWasKeptOfAPictureWhenTheFarmHasTakenItsVerdict(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        keepVerdicts(tab, gallery, "x", "a");
        tab.page().evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        assertThat(tab.page().evaluate(KEPT)).isNotNull();
        // When
        api.on("POST", gallery.path("/reviews"), gallery::judge);
        // Then
        await().untilAsserted(() -> assertThat(gallery.heard()).contains("0 rejected", "1 approved"));
        tab.page().waitForCondition(() -> tab.page().evaluate(KEPT) == null);
    }

    @Test
    void shouldGiveUpASearchOfALargeBatchForAnotherOneAndWithThePage(Tab tab) {
        // Given: it leaves for a page that asks for the farm
        FakeGallery gallery = gallery("c".repeat(20_001));
        api.on("GET", "/v1/farm", FakeFarm.farm());
        String tasks = gallery.path("/tasks");
        for (String words : List.of("red", "blue")) {
            api.on("GET", tasks + "?q=" + words + "&limit=1000", request -> Answer.NEVER);
        }
        List<String> givenUp = new ArrayList<>();
        tab.expectingNothingOf(tasks).page().onRequestFailed(request -> {
            if (request.url().contains(tasks)) {
                givenUp.add(request.url());
            }
        });
        Page page = tab.open(PAGE + "?q=red");
        page.waitForCondition(() -> asked(tasks, "q=red"));
        // When
        page.getByRole(AriaRole.SEARCHBOX).fill("blue");
        // Then
        page.waitForCondition(() -> asked(tasks, "q=blue") && givenUp.size() == 1);
        assertThat(givenUp.get(0)).contains("q=red");
        // When
        page.locator("header nav a[href='/batches']").click();
        // Then
        page.waitForCondition(() -> givenUp.size() == 2);
        assertThat(givenUp.get(1)).contains("q=blue");
    }

    @Test
    void shouldDownloadWhatIsSelected(Tab tab) {
        // Given
        gallery(TWENTY);
        open(tab, PAGE);
        // When
        tab.page().keyboard().press("Space");
        tab.page().keyboard().press("Shift+ArrowRight");
        tab.page().keyboard().press("Shift+ArrowRight");
        // Then
        Locator link = tab.page().locator(".note.review a[download]");
        assertThat(link).hasAttribute("href", Pattern.compile(".*/v1/batches/[^/]+/archive\\.zip\\?tasks=0-2$"));
        // When
        tab.page().keyboard().press("Control+a");
        // Then
        assertThat(link).hasAttribute("href", Pattern.compile(".*tasks=0-19$"));
    }

    @Test
    void shouldPrintAContactSheetOfWhatIsShown(Tab tab) {
        // Given
        gallery(TWENTY).change(3, task -> task.put("sku", FakeFarm.HOSTILE));
        open(tab, PAGE);
        tab.page().keyboard().press("a");
        // When
        tab.page().keyboard().press("d");
        tab.page().locator(".menu").getByText("Contact sheet").click();
        // Then
        assertThat(tab.page().locator(".menu[open]")).hasCount(0);
        Locator pictures = tab.page().locator(".sheet li");
        assertThat(pictures).hasCount(8);
        assertThat(pictures.first()).containsText("✓ SKU-0000");
        assertThat(pictures.nth(3)).containsText("<img src=x onerror=alert(1)>");
        tab.shouldBeAccessible();
        tab.screenshot("contact-sheet");
        // When
        tab.page().evaluate("() => { window.print = () => document.body.dataset.printed = 'yes'; }");
        tab.button("Print, or save as PDF").click();
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        // Then
        assertThat(tab.page().locator("body")).hasAttribute("data-printed", "yes");
        assertThat(tab.page().locator(".chips")).isHidden();
        assertThat(tab.page().locator("header.top")).isHidden();
        assertThat(pictures.first()).isVisible();
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    }

    @Test
    void shouldPutNewPicturesFirstByItselfOnlyWhereTheListIsAtItsTop(Tab tab) {
        // Given
        FakeGallery gallery = gallery("c".repeat(200) + "w".repeat(100));
        open(tab, PAGE + "?order=newest");
        assertThat(tab.page().locator(".tile").first()).hasId("tile-0");
        api.events().awaitFollower(ID);
        // When
        gallery.turn(250, 'c');
        // Then
        assertThat(tab.page().locator("#tile-250")).hasAttribute("aria-posinset", "1");
        // When
        tab.page().evaluate("scrollTo(0, 700)");
        gallery.turn(251, 'c');
        // Then
        assertThat(tab.page().getByText("↑ 1 new picture")).isVisible();
        assertThat(tab.page().locator("#tile-251")).hasCount(0);
        // When
        tab.page().getByText("↑ 1 new picture").click();
        tab.page().evaluate("scrollTo(0, 0)");
        // Then
        assertThat(tab.page().locator("#tile-251")).hasAttribute("aria-posinset", "1");
        assertThat(tab.page().locator("#tile-250")).hasAttribute("aria-posinset", "2");
    }

    @Test
    void shouldGroupAndOrderFiftyThousandPicturesAsTheFarmSays(Tab tab) {
        // Given: two pictures of each line
        FakeGallery gallery = gallery("c".repeat(50_000));
        for (int index : new int[] {0, 1, 2, 3, 49_998, 49_999}) {
            int line = index / 2;
            int variant = 1 + index % 2;
            gallery.change(
                    index,
                    task -> task.put("sku", "MUG-" + line).put("line", line).put("variant", variant));
        }
        gallery.ordered("by=file&lines=1", commas(IntStream.range(0, 25_000).map(line -> 2 * line)))
                .ordered("by=sku", commas(IntStream.range(0, 50_000).map(index -> 49_999 - index)));
        // When
        Page page = tab.open(PAGE);
        // Then
        assertThat(chip(tab, "all")).hasText("All 25,000");
        assertThat(page.locator(".tile").first()).containsText(Pattern.compile("MUG-0.*×2"));
        // When
        page.getByLabel("Order", new Page.GetByLabelOptions().setExact(true)).selectOption("sku");
        // Then
        assertThat(page.locator(".tile").first()).containsText(Pattern.compile("MUG-24999.*×2"));
        assertThat(page.locator(".tile").first()).hasId("tile-49998");
    }

    private static String commas(IntStream indexes) {
        return indexes.mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    @Test
    void shouldShowOneTileForALineOfSeveralPicturesAndJudgeThoseOneByOne(Tab tab) {
        // Given
        FakeGallery gallery = gallery("ccccccwww");
        for (int index = 0; index < 9; index++) {
            String sku = "MUG-" + index / 3;
            int variant = 1 + index % 3;
            int line = 2 + index / 3;
            gallery.change(
                    index, task -> task.put("sku", sku).put("variant", variant).put("line", line));
        }
        tab.open(PAGE);
        // Then
        assertThat(tab.page().locator(".tile")).hasCount(3);
        assertThat(tab.page().locator(".tile").first()).containsText(Pattern.compile("MUG-0.*×3"));
        assertThat(chip(tab, "review")).hasText("To review 2");
        assertThat(tab.page().locator(".variants button")).hasCount(3);
        // When
        tab.page().keyboard().press("2");
        tab.page().keyboard().press("a");
        // Then
        assertThat(tab.page().locator(".tile.current")).containsText("MUG-1");
        await().untilAsserted(() -> assertThat(gallery.heard()).containsExactly("1 approved"));
        assertThat(tab.page().locator("#tile-0 img")).hasAttribute("src", Pattern.compile("SKU-0001"));
        assertThat(chip(tab, "approved")).hasText("Approved 1");
        tab.shouldBeAccessible();
        tab.screenshot("batch-grouped");
        // When
        tab.page().getByLabel("one tile a line").uncheck();
        // Then
        assertThat(tab.page().locator(".tile")).hasCount(9);
        assertThat(chip(tab, "review")).hasText("To review 5");
    }

    @Test
    void shouldFetchPicturesAgainThatWereAwayWithTheFarm(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY).withoutPictures();
        tab.expecting(503, "/v1/").expectingNothingOf("/v1/events");
        tab.open(PAGE);
        Locator picture = tab.page().locator("#tile-3 img");
        Locator large = tab.page().locator(".inspector img.big");
        assertThat(picture).hasClass("away");
        assertThat(large).hasClass(Pattern.compile("away"));
        api.events().awaitFollower(ID);
        // When
        api.events().cut();
        assertThat(tab.page().locator(".farm .pill")).hasText("Connection lost");
        gallery.picture("image/png", Base64.getDecoder().decode(POINT));
        api.events().mend();
        // Then
        assertThat(picture).hasJSProperty("naturalWidth", 1);
        assertThat(picture).not().hasClass("away");
        assertThat(large).hasJSProperty("naturalWidth", 1);
    }

    @Test
    void shouldTakeBackVerdictsThatAreRefusedAndSayWhy(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        api.refuse("POST", gallery.path("/reviews"), FailureCode.CONFLICT, "the batch is being deleted");
        tab.expecting(409, "/reviews");
        open(tab, PAGE);
        // When
        tab.page().keyboard().press("Control+a");
        tab.page().keyboard().press("a");
        // Then
        assertThat(tab.page().locator(".toast")).containsText("8 verdicts were not taken: the batch is being deleted");
        assertThat(chip(tab, "approved")).hasText("Approved 0");
        assertThat(chip(tab, "review")).hasText("To review 8");
    }

    @Test
    void shouldGoOnAfterThePreviewsOnceForADoubleClick(Tab tab) {
        // Given
        FakeGallery gallery = gallery(TWENTY);
        batch.withObject("/renderfarm")
                .putObject("waiting_for")
                .put("code", "preview")
                .put("message", "8 previews are done");
        api.on("POST", gallery.path("/proceed"), FakeFarm.batch(ID));
        open(tab, PAGE);
        tab.shouldBeAccessible();
        // When
        clickTwice(tab.button("Go on with all 20"));
        // Then
        assertThat(tab.button("Go on with all 20")).hasCount(0);
        assertThat(api.asked("POST", gallery.path("/proceed"))).hasSize(1);
    }

    @Test
    void shouldGroupWhatFailedByItsCauseAndTryAGroupAgainOnce(Tab tab) {
        // Given
        FakeGallery gallery = gallery("xcxxc")
                .fail(0, "blank_image", "all pixels are black")
                .fail(2, "render_timed_out", "after 300 s")
                .fail(3, "render_timed_out", "after 300 s");
        batch.put("status", "completed")
                .withObject("/request_counts")
                .put("total", 5)
                .put("completed", 2)
                .put("failed", 3);
        api.on("POST", gallery.path("/retry"), FakeFarm.batch("batch_again"));
        open(tab, PAGE + "?show=failed");
        assertThat(tab.page().locator(".tile")).hasCount(3);
        assertThat(tab.page().locator(".groups li")).hasCount(2);
        assertThat(tab.page().locator(".groups li").first()).containsText("drawing took too long");
        // When
        clickTwice(tab.button("Try these again").first());
        // Then
        assertThat(tab.page().locator(".toast")).containsText("2 pictures are rendered again");
        assertThat(api.asked("POST", gallery.path("/retry"))).singleElement().satisfies(request -> assertThat(
                        request.json().path("custom_ids"))
                .extracting(id -> id.asText())
                .containsExactly("SKU-0002", "SKU-0003"));
    }

    @Test
    void shouldSayWhatIsWrongInTheSheetAndWhereToMendIt(Tab tab) {
        // Given
        gallery("");
        batch.put("status", "failed")
                .putObject("errors")
                .putArray("data")
                .add(error(3, "size", "size must be WIDTHxHEIGHT"))
                .add(error(7, "prompt", FakeFarm.HOSTILE));
        // When
        tab.open(PAGE);
        // Then
        assertThat(tab.page().locator("tbody tr")).hasCount(2);
        assertThat(tab.page().locator("tbody tr").first()).containsText("size must be WIDTHxHEIGHT");
        assertThat(tab.page().locator("tbody tr").last()).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator("a.primary")).hasAttribute("href", "/batches/new?from=" + ID);
        assertThat(tab.page().locator("picture-gallery")).hasCount(0);
        shouldNotBeWiderThanTheWindow(tab);
    }

    @Test
    void shouldAskNothingElseOfABatchThatIsNotThere(Tab tab) {
        // When
        tab.expecting(404, "/v1/batches/batch_none").open("/batches/batch_none");
        // Then
        assertThat(tab.page().locator("h1")).hasText("There is no such batch");
        assertThat(api.asked("GET", "/v1/batches/batch_none")).hasSize(1);
        assertThat(api.asked("GET", "/v1/batches/batch_none/tasks/states")).isEmpty();
        assertThat(api.asked("GET", "/v1/batches")).isEmpty();
    }

    @Test
    void shouldShowTextOfOthersAsText(Tab tab) {
        // Given
        gallery("ccx")
                .change(0, task -> task.put("sku", FakeFarm.HOSTILE)
                        .put("prompt", FakeFarm.HOSTILE)
                        .put("name", FakeFarm.HOSTILE))
                .fail(2, FakeFarm.HOSTILE, FakeFarm.HOSTILE);
        batch.withObject("/renderfarm").put("name", FakeFarm.HOSTILE);
        // When
        open(tab, PAGE);
        // Then
        assertThat(tab.page().locator("h1")).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator("#tile-0 .sku")).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator("#tile-2")).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator(".inspector textarea")).hasValue(FakeFarm.HOSTILE);
        assertThat(tab.page().locator("img[src=x]")).hasCount(0);
        shouldNotBeWiderThanTheWindow(tab);
        tab.screenshot("batch-hostile");
    }

    @Test
    void shouldHoldOnlyThoseTilesOfFiftyThousandThatCanBeSeen(Tab tab) {
        // Given
        gallery("c".repeat(30_000) + "w".repeat(20_000));
        open(tab, PAGE);
        assertThat(chip(tab, "all")).hasText("All 50,000");
        assertThat(tab.page().locator(".tile").count()).isBetween(20, MOST_TILES);
        // When
        tab.page().keyboard().press("End");
        // Then
        assertThat(tab.page().locator("#tile-49999")).containsText("SKU-49999");
        assertThat(tab.page().locator("#tile-49999")).isInViewport();
        assertThat(tab.page().locator(".tile").count()).isBetween(20, MOST_TILES);
        assertThat(api.asked("GET", "/v1/batches/" + ID + "/tasks").size())
                .as("pages of tasks")
                .isLessThan(12);
    }

    private FakeGallery gallery(String states) {
        return new FakeGallery(api, batch, states);
    }

    /** Until its pictures can be judged. */
    private static void open(Tab tab, String path) {
        tab.open(path);
        assertThat(tab.page().locator(".inspector textarea")).isVisible();
    }

    /** Judges by key while the farm is away, in a browser that takes nothing of a window that closes. */
    private void keepVerdicts(Tab tab, FakeGallery gallery, String... keys) {
        api.refuse("POST", gallery.path("/reviews"), FailureCode.BROKER_UNAVAILABLE, "away");
        tab.expecting(503, "/reviews");
        open(tab, PAGE);
        tab.page().evaluate("() => { navigator.sendBeacon = () => false; }");
        for (String key : keys) {
            tab.page().keyboard().press(key);
        }
    }

    private boolean asked(String path, String query) {
        return api.asked("GET", path).stream()
                .anyMatch(request -> request.query().contains(query));
    }

    private static Locator chip(Tab tab, String filter) {
        List<String> filters = List.of("all", "review", "approved", "rejected", "failed", "rendering", "waiting");
        return tab.page().locator(".chips .chip").nth(filters.indexOf(filter));
    }

    /** Both before anything that the first one does can be heard of. */
    private static void clickTwice(Locator button) {
        button.evaluate("button => { button.click(); button.click(); }");
    }

    private static void shouldNotBeWiderThanTheWindow(Tab tab) {
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private static ObjectNode error(int line, String field, String message) {
        return FakeFarm.list()
                .objectNode()
                .put("line", line)
                .put("param", field)
                .put("code", "invalid_request")
                .put("message", message);
    }
}
