package dev.renderfarm.endtoend.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.renderfarm.browser.InBrowser;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways of a merchandiser and of an operator through the web app, on a farm as it runs. */
@InBrowser
class WebIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UNAVAILABLE = 503;
    /** The column of the table of workers. */
    private static final int RENDERED = 7;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final String HOSTILE = "<img src=x onerror=alert(1)> a mug";

    /** Line 3 has a size that no model takes, line 5 no prompt. */
    private static final byte[] BAD_SHEET = ("sku,prompt,size\n"
                    + "MUG-1,a red mug,64x64\n"
                    + "MUG-2,a blue mug,100x100\n"
                    + "MUG-3," + HOSTILE + ",64x64\n"
                    + "MUG-4,,64x64\n"
                    + "MUG-5,a green mug,64x64\n"
                    + "杯子-6,一个白色的杯子,64x64\n")
            .getBytes(UTF_8);

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.drawingPatterns(2);
    }

    @Test
    @Timeout(180)
    void shouldLeadFromABadSheetToTheApprovedPictures(Tab tab) throws Exception {
        tab.at(farm.processes().url()).in(Look.ENGLISH_DARK);
        mendAndHandIn(tab);
        Page page = tab.page();
        // the previews are there, the others wait for a yes
        button(page, "Go on with all 5").click();
        Locator tiles = tiles(page);
        assertThat(page.locator("h1 ~ .pill")).containsText("done");
        assertThat(tiles).hasCount(5);
        assertThat(tiles.locator("img")).hasCount(5);
        tab.screenshot("batch");
        judge(page);
        tab.shouldBeAccessible();
        drawAgain(page);
        assertThat(approvedOf(page)).containsExactlyInAnyOrder("MUG-1.png", "MUG-2.png", "manifest.csv");
    }

    @Test
    @Tag("long")
    @Timeout(180)
    void shouldDrainAWorkerWhoseWorkTheOtherTakesOver(Tab tab) throws Exception {
        // Given
        Catalogue catalogue = new Catalogue(200, "64x64", 2);
        Page page = tab.at(farm.processes().url()).in(Look.ENGLISH_DARK).open("/workers");
        Locator worker = page.locator("tbody tr", new Page.LocatorOptions().setHasText("worker-1"));
        Locator other = page.locator("tbody tr", new Page.LocatorOptions().setHasText("worker-2"));
        int before = rendered(worker) + rendered(other);
        Batch batch = farm.client().submit(catalogue);
        // When
        worker.getByLabel("Drain worker-1").click();
        button(page, "after its pictures").locator("visible=true").click();
        // Then
        assertThat(page.locator("toast-line")).containsText("worker-1");
        assertThat(worker.locator(".pill")).hasText("stopped");
        assertThat(other.locator(".pill")).hasText(Pattern.compile("rendering|idle"));
        int stood = rendered(worker);
        tab.screenshot("workers");
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        page.waitForCondition(() -> rendered(worker) + rendered(other)
                >= before + ended.requestCounts().completed());
        assertThat(rendered(worker)).as("the other has drawn the rest").isEqualTo(stood);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
    }

    @Test
    @Tag("long")
    @Timeout(180)
    void shouldSayThatTheFarmIsAwayAndMendItselfWhereItWas(Tab tab) throws Exception {
        // Given
        Catalogue catalogue = new Catalogue(600, "64x64", 2);
        Batch batch = farm.client().submit(catalogue);
        tab.at(farm.processes().url()).expectingNothingOf("/v1/").expecting(UNAVAILABLE, "/v1/");
        Page page = tab.open("/batches/" + batch.id());
        assertThat(tiles(page).first().locator("img")).isVisible();
        page.evaluate("() => scrollTo(0, 500)");
        Locator looked = page.locator("#tile-40");
        assertThat(looked).isInViewport();
        double place = looked.boundingBox().y;
        Locator pulse = page.locator(".farm .pill");
        // When
        farm.processes().coordinator().kill();
        // Then
        assertThat(pulse).hasText("Connection lost");
        assertThat(page.locator("h1")).hasText(batch.id().value());
        assertThat(looked).isInViewport();
        tab.screenshot("batch-connection-lost");
        // When
        farm.processes().coordinator().start();
        // Then
        assertThat(page.locator("h1 ~ .pill")).containsText("done");
        assertThat(pulse).not().hasText("Connection lost");
        assertThat(looked.locator("img")).isVisible();
        assertThat(page.locator("picture-gallery img.away")).hasCount(0);
        assertThat(page.locator("main [role=alert]")).hasCount(0);
        assertThat(looked.boundingBox().y).as("nothing has jumped").isEqualTo(place);
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
    }

    @ParameterizedTest
    @EnumSource(names = {"ENGLISH_LIGHT", "CHINESE_DARK"})
    @Timeout(120)
    void shouldShowEveryPageInBothLanguagesAndThemes(Look look, Tab tab) {
        tab.at(farm.processes().url()).in(look);
        for (String path : List.of("/batches", "/batches/new", "/generate", "/workers", "/settings", "/help")) {
            Page page = tab.open(path);
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .isVisible();
            assertThat(page.locator("html")).hasAttribute("lang", look.isChinese() ? "zh-CN" : "en");
            if (look.isChinese()) { // in every look by the tests of pages
                tab.shouldBeAccessible();
            }
            tab.screenshot(path.substring(1).replace('/', '-') + "-" + look.label());
        }
    }

    private static void mendAndHandIn(Tab tab) {
        Page page = tab.open("/batches/new");
        page.locator(".file input[type=file]").setInputFiles(new FilePayload("mugs.csv", "text/csv", BAD_SHEET));
        assertThat(page.getByText("2 lines need mending")).isVisible();
        tab.screenshot("new-batch");
        button(page, "96x96").click();
        assertThat(page.getByText("1 line needs mending")).isVisible();
        button(page, "leave out: line 5").click();
        Locator hasPreviews = page.getByRole(
                AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("previews? first")));
        hasPreviews.check();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Mugs");
        Locator submit = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Render \\d+ previews?")));
        assertThat(submit).isEnabled();
        submit.click();
        page.waitForURL(Pattern.compile("/batches/batch_"));
    }

    /** By keys alone: two are approved, one is rejected. What a prompt holds is text. */
    private static void judge(Page page) {
        tiles(page).first().click();
        page.keyboard().press("a");
        page.keyboard().press("a");
        assertThat(page.locator("picture-inspector textarea")).hasValue(HOSTILE);
        page.keyboard().press("x");
        assertThat(button(page, "Approved 2")).isVisible();
        assertThat(button(page, "Rejected 1")).isVisible();
    }

    private static void drawAgain(Page page) {
        tiles(page).nth(2).click();
        page.keyboard().press("r");
        assertThat(page.locator("toast-line")).containsText("rendered again");
    }

    private static List<String> approvedOf(Page page) throws IOException {
        page.keyboard().press("d");
        Download download =
                page.waitForDownload(() -> page.getByText("ZIP of the approved").click());
        List<String> names = new ArrayList<>();
        try (InputStream file = Files.newInputStream(download.path());
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                if (entry.getName().endsWith(".png")) {
                    assertThat(zip.readAllBytes()).as(entry.getName()).startsWith(PNG);
                } else {
                    assertThat(new String(zip.readAllBytes(), UTF_8).lines().filter(line -> line.contains("MUG-")))
                            .as("lines of the manifest")
                            .hasSizeGreaterThanOrEqualTo(names.size() - 1);
                }
            }
        }
        return names;
    }

    /** How many pictures the page says that a worker has drawn. */
    private static int rendered(Locator worker) {
        return Integer.parseInt(worker.locator("td").nth(RENDERED).innerText().replaceAll("\\D", ""));
    }

    private static Locator tiles(Page page) {
        return page.locator("picture-gallery [role=option]");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
