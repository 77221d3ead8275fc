package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import dev.renderfarm.webtests.fake.FakeProxy;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The app where a proxy serves the farm under a path. */
@QuarkusTest
class PathPagesTest extends PageTest {

    private static final String ID = "batch_1";
    private static final String LINKS =
            "() => [...document.querySelectorAll('a[href], img[src]')].map(node => new URL(node.href ?? node.src).pathname)";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare(Tab tab) {
        FakeFarm.answerAll(api);
        new FakeGallery(api, FakeFarm.batch(ID), "ccccccccxffwwwwwwwww");
        api.on("GET", "/v1/batches", FakeFarm.list(FakeFarm.batch(ID)))
                .on("GET", "/v1/batches?parent=" + ID + "&limit=50", FakeFarm.list());
        tab.page().onRequest(request -> asked.add(path(request)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/batches",
                "/batches/",
                "/batches/new",
                "/batches/" + ID,
                "/batches/" + ID + "/",
                "/generate",
                "/workers",
                "/settings",
                "/help",
                "/batches/a/b/c"
            })
    void shouldAskForNothingBeyondThePath(String page, Tab tab) {
        // When
        tab.open(FakeProxy.PATH + page);
        assertThat(tab.page().locator("main h1")).isVisible();
        api.events().awaitFollower("farm=1");
        tab.page().waitForLoadState();
        // Then
        assertThat(asked).isNotEmpty().allSatisfy(path -> assertThat(path).startsWith(FakeProxy.PATH + "/"));
        assertThat((List<?>) tab.page().evaluate(LINKS)).isNotEmpty().allSatisfy(path -> assertThat((String) path)
                .startsWith(FakeProxy.PATH + "/"));
    }

    @Test
    void shouldGoFromPageToPageInsideThePath(Tab tab) {
        // Given
        Page page = tab.open(FakeProxy.PATH + "/");
        // When
        page.locator("td.name a").first().click();
        // Then
        assertThat(page).hasURL(Pattern.compile(FakeProxy.PATH + "/batches/" + ID + "$"));
        assertThat(page.locator(".tile img")).hasCount(8);
        // When
        page.keyboard().press("n");
        // Then
        assertThat(page).hasURL(Pattern.compile(FakeProxy.PATH + "/batches/new$"));
        assertThat(asked).allSatisfy(path -> assertThat(path).startsWith(FakeProxy.PATH + "/"));
    }

    private static String path(Request request) {
        return request.url().replaceFirst("https?://[^/]*", "");
    }
}
