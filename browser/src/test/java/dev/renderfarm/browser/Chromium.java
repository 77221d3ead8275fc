package dev.renderfarm.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The one browser of a run of tests. It asks nobody for anything but the pages under test. */
final class Chromium implements AutoCloseable {

    private static final List<String> QUIET = List.of(
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--disable-gpu");

    /** What a page shows late on a machine that has much to do is no fault of the page's. */
    private static final double PATIENCE_MS = 30_000;

    private final Playwright playwright;
    private final Browser browser;
    private final Map<String, BrowserContext> shared = new HashMap<>();

    Chromium(Programs programs) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        programs.node().ifPresent(node -> environment.put("PLAYWRIGHT_NODEJS_PATH", node.toString()));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        this.browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(programs.chromium())
                        .setArgs(QUIET));
    }

    /** With storage and a cache of its own. */
    BrowserContext newContext(NewContextOptions options) {
        return browser.newContext(options);
    }

    /** One that all tests of a language share, so that each file is fetched and compiled once for all of them. */
    BrowserContext shared(String locale, Supplier<NewContextOptions> options) {
        return shared.computeIfAbsent(locale, first -> browser.newContext(options.get()));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
