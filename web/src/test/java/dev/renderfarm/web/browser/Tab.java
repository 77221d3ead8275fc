package dev.renderfarm.web.browser;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tab of the browser, with storage of its own. Say first which farm and how it is looked at, then open a page; what
 * else there is to do and to see there is {@link #page}'s.
 */
public final class Tab implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String BARE = "/app/bare.html";
    private static final String APP = "<script type=\"module\" src=\"../app/app.js\"></script>";
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Browser browser;
    private final String test;
    private final Browser.NewContextOptions options = new Browser.NewContextOptions()
            .setReducedMotion(ReducedMotion.REDUCE)
            .setViewportSize(1440, 900)
            .setTimezoneId("Europe/Berlin")
            .setLocale(Look.ENGLISH_LIGHT.locale());
    private @Nullable URI farm;
    private @Nullable BrowserContext context;
    private @Nullable Page page;
    private @Nullable Behaviour behaviour;

    Tab(Browser browser, String test) {
        this.browser = browser;
        this.test = test;
    }

    /** Whose pages these are. */
    public Tab at(URI address) {
        this.farm = address;
        this.behaviour = new Behaviour(address);
        return this;
    }

    public Tab in(Look look) {
        options.setLocale(look.locale()).setColorScheme(look.isDark() ? ColorScheme.DARK : ColorScheme.LIGHT);
        return this;
    }

    public Tab sized(int width, int height) {
        options.setViewportSize(width, height);
        return this;
    }

    /** An answer of at least 400 that is meant to come, for any address with that in it. */
    public Tab expecting(int status, String path) {
        behaviour().announce(status, path);
        return this;
    }

    /** Addresses whose answers may break off, or not come at all. */
    public Tab expectingNothingOf(String path) {
        return expecting(0, path);
    }

    public Page open(String path) {
        page().navigate(address(path));
        return page();
    }

    public Page page() {
        if (page == null) {
            context = browser.newContext(options);
            behaviour().watch(context);
            page = context.newPage();
        }
        return page;
    }

    /** By the name that people read, exactly, such as {@code button(“Drain”)}. */
    public Locator button(String name) {
        return page().getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Opens a page with the import map of the app's and nothing else, for {@link #module}. */
    public Tab openBare() {
        page().route(address(BARE), this::answerBare);
        page().navigate(address(BARE));
        return this;
    }

    /**
     * Runs code on a module of the app, as the page has it.
     *
     * @param path such as {@code /app/format.js}
     * @param code a function in JavaScript of the module and the argument, such as {@code (m, arg) => m.count(arg)}
     * @return what it returns, or what its promise resolves with, as Playwright hands it over
     */
    public @Nullable Object module(String path, String code, @Nullable Object argument) {
        if (page == null) {
            openBare();
        }
        return page().evaluate(
                        "async ([path, argument]) => (" + code + ")(await import(path), argument)",
                        Arrays.asList(path, argument));
    }

    public @Nullable Object module(String path, String code) {
        return module(path, code, null);
    }

    /** Looks for what axe finds, now; a test does it where a page shows something else than at its end. */
    public void shouldBeAccessible() {
        assertThat(violations()).as("what axe finds").isEmpty();
    }

    /** Into {@code target/screenshots/NAME.png}. */
    public void screenshot(String name) {
        page().screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    void shouldHaveBehaved() {
        List<String> faults = takeFaults();
        if (!faults.isEmpty()) {
            screenshot("failed-" + test);
            throw new AssertionError("the page misbehaved:\n* " + String.join("\n* ", faults));
        }
    }

    /** What the pages did so far, and what axe finds in the present one. Each is told once. */
    List<String> takeFaults() {
        if (page == null) {
            return List.of();
        }
        List<String> faults = new ArrayList<>(behaviour().take());
        if (page.url().startsWith(address("/")) && !page.url().endsWith(BARE)) {
            faults.addAll(violations());
        }
        return faults;
    }

    /** Adds to a failure what else there was. */
    void explain(Throwable failure) {
        if (page != null) {
            behaviour().take().forEach(fault -> failure.addSuppressed(new AssertionError(fault)));
            screenshot("failed-" + test);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }

    private List<String> violations() {
        return new AxeBuilder(page())
                .withTags(RULES).analyze().getViolations().stream()
                        .map(Tab::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getTarget() + " " + node.getHtml())
                        .toList();
    }

    private void answerBare(Route route) {
        var whole = requireNonNull(context).request().get(address("/batches/bare"));
        route.fulfill(new Route.FulfillOptions()
                .setHeaders(whole.headers())
                .setBody(whole.text().replace(APP, "").replace("<farm-app></farm-app>", "")));
    }

    private String address(String path) {
        return requireNonNull(farm, "say first at which farm").resolve(path).toString();
    }

    private Behaviour behaviour() {
        return requireNonNull(behaviour, "say first at which farm");
    }
}
