package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkersPageTest extends PageTest {

    private static final String WORKERS = "/v1/workers";

    private final ObjectNode drawing = FakeFarm.worker("gpu-01");
    private final ObjectNode aside = FakeFarm.troubled(
            FakeFarm.worker("gpu-06"),
            WorkerState.SET_ASIDE,
            FailureCode.DEVICE_OUT_OF_MEMORY,
            "asked for 1.2 GB and 0.1 GB were free");

    @BeforeEach
    void farm() {
        api.on("GET", WORKERS, FakeFarm.list(drawing, aside))
                .on("GET", "/v1/farm", FakeFarm.farmWithCurve())
                .on("GET", "/v1/batches", FakeFarm.list())
                .on(
                        "GET",
                        "/v1/failures",
                        FakeFarm.list(
                                FakeFarm.failure(
                                        "f2",
                                        "gpu-06",
                                        FailureCode.DEVICE_OUT_OF_MEMORY,
                                        "0.1 GB were free",
                                        TaskState.WAITING),
                                FakeFarm.failure(
                                        "f1",
                                        "gpu-01",
                                        FailureCode.BLANK_IMAGE,
                                        "one single colour",
                                        TaskState.FAILED)));
    }

    @EachLook
    void shouldSayWhoWorksAndWhatIsWrong(Look look, Tab tab) {
        // When
        tab.in(look).open("/workers");
        // Then
        assertThat(row(tab, "gpu-01")).containsText("node-a");
        assertThat(row(tab, "gpu-01")).containsText("NVIDIA H100 80GB HBM3");
        assertThat(row(tab, "gpu-01")).containsText("85.5");
        assertThat(row(tab, "gpu-01").locator("a[href='/batches/batch_spring?at=7']"))
                .hasText("MUG-0991");
        assertThat(row(tab, "gpu-01")).containsText(look.isChinese() ? "第 5 步，共 8 步" : "step 5 of 8");
        assertThat(row(tab, "gpu-06")).containsText(look.isChinese() ? "已搁置" : "set aside");
        assertThat(tab.page().locator(".note.bad")).containsText("asked for 1.2 GB and 0.1 GB were free");
        assertThat(tab.page().locator(".hour canvas")).isAttached();
        assertThat(tab.page().locator(".hour .marks li")).not().hasCount(0);
        assertThat(tab.page().getByText("one single colour")).isVisible();
        assertThat(row(tab, "gpu-01").locator("a[href='/batches']")).hasText("6,120");
        assertThat(row(tab, "gpu-01").locator("a[href='/workers?worker=gpu-01']"))
                .hasText("0");
        assertThat(tab.page().locator("header a[href='/workers']", new Page.LocatorOptions().setHasText("43")))
                .isVisible();
        tab.screenshot("workers-" + look.label());
    }

    @Test
    void shouldShowAWorkerThatSaysLessOfItself(Tab tab) {
        // Given
        drawing.remove(List.of("host", "hardware", "now"));
        api.on("GET", WORKERS, FakeFarm.list(drawing));
        // When
        tab.open("/workers");
        // Then
        assertThat(row(tab, "gpu-01")).containsText("GPU:0");
        assertThat(row(tab, "gpu-01").locator("a[href='/batches/batch_spring?at=7']"))
                .hasText("picture 8");
    }

    @Test
    void shouldShowThoseInTroubleAloneAndKeepThatInTheAddress(Tab tab) {
        // Given
        tab.open("/workers");
        // When
        tab.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Trouble 1"))
                .click();
        // Then
        assertThat(row(tab, "gpu-06")).isVisible();
        assertThat(row(tab, "gpu-01")).hasCount(0);
        assertThat(tab.page()).hasURL(farm.resolve("/workers?state=trouble").toString());
        // When
        tab.page().reload();
        // Then
        assertThat(row(tab, "gpu-06")).isVisible();
        assertThat(row(tab, "gpu-01")).hasCount(0);
    }

    @Test
    void shouldFollowTheWorkersWithoutBeingLoadedAgain(Tab tab) {
        // Given
        tab.open("/workers");
        assertThat(row(tab, "gpu-01")).containsText("6,120");
        // When
        api.events()
                .awaitFollower("workers=1")
                .push("workers", FakeFarm.list(drawing.put("rendered", 6_121), aside, FakeFarm.worker("gpu-10")));
        // Then
        assertThat(row(tab, "gpu-01")).containsText("6,121");
        assertThat(row(tab, "gpu-10")).isVisible();
    }

    @Test
    void shouldDrainAfterItsPictures(Tab tab) {
        // Given
        api.on("POST", WORKERS + "/gpu-01/drain", drawing.deepCopy().put("state", "draining"));
        tab.open("/workers");
        // When
        tab.page()
                .getByLabel("Drain gpu-01", new Page.GetByLabelOptions().setExact(true))
                .click();
        tab.shouldBeAccessible();
        tab.button("after its pictures").locator("visible=true").click();
        // Then
        assertThat(row(tab, "gpu-01")).containsText("1 picture more, then it stops");
        assertThat(api.asked("POST", WORKERS + "/gpu-01/drain"))
                .singleElement()
                .satisfies(request -> assertThat(request.query()).isEqualTo("mode=after_current"));
    }

    @Test
    void shouldTakeADrainBackInTheRowAndByUndo(Tab tab) {
        // Given
        api.on("POST", WORKERS + "/gpu-01/drain", drawing.deepCopy().put("state", "draining"))
                .on("POST", WORKERS + "/gpu-01/resume", drawing);
        tab.open("/workers");
        drainAfterItsPictures(tab);
        // When
        tab.page().getByLabel("Take the drain of gpu-01 back").click();
        // Then
        assertThat(row(tab, "gpu-01")).not().containsText("draining");
        assertThat(tab.page().locator(".toast")).containsText("gpu-01 goes on");
        // When
        drainAfterItsPictures(tab);
        tab.button("Undo").click();
        // Then
        assertThat(row(tab, "gpu-01")).not().containsText("draining");
        assertThat(api.asked("POST", WORKERS + "/gpu-01/resume")).hasSize(2);
    }

    @Test
    void shouldDrainAtOnceOnlyAfterAYes(Tab tab) {
        // Given
        api.on("POST", WORKERS + "/gpu-01/drain", drawing.deepCopy().put("state", "draining"));
        tab.open("/workers");
        // When
        drainAtOnce(tab);
        tab.shouldBeAccessible();
        tab.button("Leave it as it is").click();
        // Then
        assertThat(tab.page().locator("dialog[open]")).hasCount(0);
        assertThat(api.asked("POST", WORKERS + "/gpu-01/drain")).isEmpty();
        // When
        drainAtOnce(tab);
        tab.button("Drain at once").click();
        // Then
        assertThat(row(tab, "gpu-01")).containsText("draining");
        assertThat(api.asked("POST", WORKERS + "/gpu-01/drain"))
                .singleElement()
                .satisfies(request -> assertThat(request.query()).isEqualTo("mode=now"));
    }

    @Test
    void shouldTellWhatTheFarmRefuses(Tab tab) {
        // Given
        api.refuse("POST", WORKERS + "/gpu-06/drain", FailureCode.CONFLICT, "gpu-06 has stopped");
        tab.expecting(409, WORKERS + "/gpu-06/drain").open("/workers");
        // When
        tab.page()
                .getByLabel("Drain gpu-06", new Page.GetByLabelOptions().setExact(true))
                .click();
        tab.button("after its pictures").locator("visible=true").click();
        // Then
        assertThat(tab.page().getByRole(AriaRole.STATUS)).containsText("gpu-06 has stopped");
        assertThat(row(tab, "gpu-06")).containsText("set aside");
    }

    @Test
    void shouldForgetOneThatIsSilent(Tab tab) {
        // Given
        ObjectNode silent = FakeFarm.worker("gpu-09").put("live", false);
        silent.put("sent_at", Instant.now().minus(Duration.ofMinutes(4)).toString());
        api.on("GET", WORKERS, FakeFarm.list(drawing, silent)).on("DELETE", WORKERS + "/gpu-09", drawing);
        tab.open("/workers");
        assertThat(row(tab, "gpu-09")).containsText("silent for 4 min");
        // When
        tab.button("Forget gpu-09").click();
        tab.button("Forget").click();
        // Then
        assertThat(row(tab, "gpu-09")).hasCount(0);
        assertThat(api.asked("DELETE", WORKERS + "/gpu-09")).hasSize(1);
    }

    @Test
    void shouldSayHowAFirstWorkerIsStarted(Tab tab) {
        api.on("GET", WORKERS, FakeFarm.list());
        tab.open("/workers");
        assertThat(tab.page().getByText("No worker has been heard of.")).isVisible();
        assertThat(tab.page().locator(".empty code")).containsText("scripts/standalone");
    }

    @Test
    void shouldSayWhichModelNoWorkerHas(Tab tab) {
        // Given
        ObjectNode waiting = FakeFarm.batch("batch_spring").put("model", "sdxl");
        waiting.withObject("/renderfarm")
                .putObject("waiting_for")
                .put("code", "no_workers")
                .put("message", "none")
                .put("since", Instant.now().toString());
        api.on("GET", "/v1/batches", FakeFarm.list(waiting));
        // When
        tab.open("/workers");
        // Then
        assertThat(tab.page().getByText("1 batch wants the model sdxl, and no worker has it."))
                .isVisible();
    }

    @Test
    void shouldOfferToTryAgainWhereTheFarmDoesNotAnswer(Tab tab) {
        // Given
        api.refuse("GET", WORKERS, FailureCode.BROKER_UNAVAILABLE, "the broker does not answer now");
        tab.expecting(503, WORKERS).open("/workers");
        assertThat(tab.page().getByText("the broker does not answer now")).isVisible();
        // When
        api.on("GET", WORKERS, FakeFarm.list(drawing));
        tab.button("Try again").click();
        // Then
        assertThat(row(tab, "gpu-01")).isVisible();
    }

    @EachLook
    void shouldShowWhatPeopleWriteAsTheyWroteIt(Look look, Tab tab) {
        // Given
        aside.put("host", FakeFarm.HOSTILE).put("model", FakeFarm.HOSTILE);
        aside.put("device", FakeFarm.HOSTILE).withObject("/hardware").put("name", FakeFarm.HOSTILE);
        drawing.withObject("/now").put("sku", FakeFarm.HOSTILE);
        aside.withObject("/problem").put("detail", FakeFarm.HOSTILE);
        api.on("GET", WORKERS, FakeFarm.list(drawing, aside))
                .on(
                        "GET",
                        "/v1/failures",
                        FakeFarm.list(FakeFarm.failure(
                                        "f1", "gpu-06", FailureCode.BLANK_IMAGE, FakeFarm.HOSTILE, TaskState.FAILED)
                                .put("sku", FakeFarm.HOSTILE)));
        // When
        tab.in(look).open("/workers");
        // Then
        assertThat(tab.page().locator(".note.bad")).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator("td.detail")).containsText("<img src=x onerror=alert(1)>");
        assertThat(tab.page().locator("img[src=x]")).hasCount(0);
        assertThat(tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        tab.screenshot("workers-hostile-" + look.label());
    }

    @Test
    void shouldSayNothingButWordsOfItsOwnAndData(Tab tab) {
        // Given
        tab.open("/workers");
        assertThat(row(tab, "gpu-01")).isVisible();
        // When
        tab.module("/app/words.js", "m => m.speak('brackets')");
        tab.module(
                "/app/settings.js", "m => m.settings.dispatchEvent(new CustomEvent('change', { detail: 'language' }))");
        // Then
        assertThat(tab.page().locator("workers-page thead th").first()).hasText("⟦workers.worker⟧");
        assertThat(tab.page().locator("farm-plot th").first()).hasText("⟦plot.time⟧");
        assertThat(tab.page()
                        .locator(
                                "workers-page h1, workers-page h2, workers-page th, workers-page .pill, workers-page .chips button, workers-page summary")
                        .allInnerTexts())
                .allSatisfy(text -> assertThat(text).startsWith("⟦"));
    }

    private static void drainAfterItsPictures(Tab tab) {
        tab.page()
                .getByLabel("Drain gpu-01", new Page.GetByLabelOptions().setExact(true))
                .click();
        tab.button("after its pictures").locator("visible=true").click();
        assertThat(row(tab, "gpu-01")).containsText("draining");
    }

    private static void drainAtOnce(Tab tab) {
        tab.page()
                .getByLabel("Drain gpu-01", new Page.GetByLabelOptions().setExact(true))
                .click();
        tab.button("at once").locator("visible=true").click();
    }

    private static Locator row(Tab tab, String worker) {
        Locator name = tab.page()
                .locator(
                        "td:first-child strong",
                        new Page.LocatorOptions().setHasText(Pattern.compile("^" + worker + "$")));
        return tab.page().locator("workers-page tbody tr").filter(new Locator.FilterOptions().setHas(name));
    }
}
