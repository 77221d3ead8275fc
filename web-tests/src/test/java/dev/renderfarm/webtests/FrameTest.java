package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands around every page: the farm's pulse, languages, themes, keys. */
@QuarkusTest
class FrameTest extends PageTest {

    private static final String NOWHERE = "/batches/a/b/c";
    private static final Pattern OLD = Pattern.compile("\\bis-old\\b");
    private static final String BATCH = "batch_1";

    @ParameterizedTest
    @EnumSource(Look.class)
    void shouldShowTheFarmAroundEveryPage(Look look, Tab tab) {
        // When
        tab.in(look).open(NOWHERE);
        // Then
        assertThat(tab.page().locator("html")).hasAttribute("lang", look.isChinese() ? "zh-CN" : "en");
        assertThat(tab.page().locator("h1")).isVisible();
        assertThat(tab.page().locator(".farm")).containsText("3,718");
        tab.screenshot("frame-" + look.label());
    }

    @EachLook
    void shouldSayThatTheFarmIsAwayHideNothingAndComeBack(Look look, Tab tab) {
        // Given
        String rendering = look.isChinese() ? "渲染中" : "Rendering";
        tab.in(look)
                .expectingNothingOf("/v1/events")
                .expecting(503, "/v1/events")
                .open(NOWHERE);
        assertThat(tab.page().locator(".farm .pill")).hasText(rendering);
        Locator figures = tab.page().locator(".farm span:not(.pill)");
        List<String> known = figures.allInnerTexts();
        // When
        api.events().cut();
        // Then
        assertThat(tab.page().locator(".farm .pill")).hasText(look.isChinese() ? "连接中断" : "Connection lost");
        assertThat(tab.page().locator(".farm")).hasClass(OLD);
        assertThat(tab.page().locator("main")).hasClass(OLD);
        assertThat(figures).hasCount(known.size() + 1);
        assertThat(figures.allInnerTexts()).containsAll(known.subList(0, 3));
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        tab.screenshot("frame-away-" + look.label());
        // When
        api.events().mend();
        // Then
        assertThat(tab.page().locator(".farm .pill")).hasText(rendering);
        assertThat(tab.page().locator("main")).not().hasClass(OLD);
    }

    @Test
    void shouldSpeakAndLookAsItIsTold(Tab tab) {
        // Given
        Page page = tab.open(NOWHERE);
        Locator document = page.locator("html");
        // When
        tab.button("中文").click();
        page.locator(".themes label").last().click();
        // Then
        assertThat(document).hasAttribute("lang", "zh-CN");
        assertThat(document).hasCSS("color-scheme", "dark");
        assertThat(page.locator("h1")).not().containsText("page");
        // When
        page.reload();
        // Then
        assertThat(document).hasAttribute("lang", "zh-CN");
        assertThat(document).hasCSS("color-scheme", "dark");
        // When
        tab.button("English").click();
        page.locator(".themes label").nth(1).click();
        // Then
        assertThat(document).hasAttribute("lang", "en");
        assertThat(document).hasCSS("color-scheme", "light");
        assertThat(page.locator("h1")).hasText("There is no such page");
        // When
        page.locator(".themes label").first().click();
        // Then
        assertThat(document).hasCSS("color-scheme", "light dark");
    }

    @Test
    void shouldSayTheSameInBothLanguages(Tab tab) {
        assertThat(tab.module("/app/i18n/en.js", """
                        async en => {
                          const zh = await import('/app/i18n/zh.js');
                          const kinds = ({ default: words }) => Object.entries(words).map(([key, value]) => `${key} ${typeof value}`);
                          const [english, chinese] = [kinds(en), kinds(zh)];
                          return [
                            ...english.filter(kind => !chinese.includes(kind)).map(kind => `en: ${kind}`),
                            ...chinese.filter(kind => !english.includes(kind)).map(kind => `zh: ${kind}`),
                          ];
                        }""")).asList().isEmpty();
    }

    @Test
    void shouldTellTheLanguageOfATextOnlyWhereItIsPlain(Tab tab) {
        assertThat(tab.module(
                        "/app/words.js",
                        "(m, texts) => texts.map(text => String(m.langOf(text)))",
                        List.of("一个白色的杯子", "a mug, 白色", "a mug", "", "赤いマグカップ")))
                .isEqualTo(List.of("zh", "zh", "Symbol(lit-nothing)", "Symbol(lit-nothing)", "Symbol(lit-nothing)"));
    }

    @Test
    void shouldSayWhatEachKeyDoesAndGiveNoneTwoMeanings(Tab tab) {
        // When
        Object scopes = tab.module("/app/keys.js", """
                m => Object.keys(m.SHORTCUTS).map(scope => {
                  const keys = [...new Set([scope, 'everywhere'])].flatMap(name => Object.values(m.SHORTCUTS[name]).flat());
                  const [[, actions]] = m.listed([scope]);
                  const silent = actions.filter(([, , words]) => !words || words.startsWith('keys.'));
                  return `${scope} ${keys.length - new Set(keys).size} ${silent.length}`;
                })""");
        // Then
        assertThat(scopes)
                .isEqualTo(List.of("everywhere 0 0", "batches 0 0", "new-batch 0 0", "batch 0 0", "generate 0 0"));
    }

    @EachLook
    void shouldListTheKeysOfThePageAndOfEveryPage(Look look, Tab tab) {
        // Given
        answerAll();
        Page page = tab.in(look).open("/batches");
        assertThat(page.locator("td.name strong")).isVisible();
        Locator overlay = page.locator("key-overlay dialog[open]");
        // When
        page.keyboard().press("?");
        // Then
        assertThat(overlay.locator("section")).hasCount(2);
        assertThat(overlay.locator("dt")).hasCount(6);
        tab.shouldBeAccessible();
        tab.screenshot("keys-overlay-" + look.label());
        // When
        page.keyboard().press("Escape");
        // Then
        assertThat(overlay).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({
        "/batches, .stats a, td.name a",
        "/batches/batch_1, .tile img, .inspector textarea",
        "/batches/batch_1?view=lines, .lines img, .figures a",
        "/workers, .hour canvas, .workers tbody a",
        "/settings, #presets, .settings tbody button"
    })
    void shouldReachEveryControlByTabAndTrapNobody(String address, String part, String another, Tab tab) {
        // Given
        answerAll();
        Page page = tab.open(address);
        assertThat(page.locator(part).first()).isVisible();
        assertThat(page.locator(another).first()).isVisible();
        page.evaluate(
                "() => document.addEventListener('focusin', event => (window.reached ??= new Set()).add(event.target))");
        String controls = """
                () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
                  .filter(control => control.tabIndex >= 0 && !control.disabled && control.checkVisibility())
                  .filter(control => control.type !== 'radio' || control.checked)""";
        int number = ((Number) page.evaluate("() => (" + controls + ")().length")).intValue();
        assertThat(number).isGreaterThan(15);
        // When: some that scroll are reached as well
        for (int press = 0; press < number + 10; press++) {
            page.keyboard().press("Tab");
        }
        // Then
        assertThat(
                        page.evaluate(
                                "() => (" + controls
                                        + ")().filter(control => !window.reached.has(control)).map(control => control.outerHTML.slice(0, 120))"))
                .asList()
                .isEmpty();
    }

    private void answerAll() {
        FakeFarm.answerAll(api);
        new FakeGallery(api, FakeFarm.batch(BATCH), "ccxfw");
        api.on("GET", "/v1/batches", FakeFarm.list(FakeFarm.batch(BATCH)))
                .on("GET", "/v1/batches?parent=" + BATCH + "&limit=50", FakeFarm.list());
    }
}
