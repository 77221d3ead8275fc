package dev.renderfarm.browser;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Clock;
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

    private final Chromium chromium;
    private final String test;
    private Look look = Look.ENGLISH_LIGHT;
    private int width = 1440;
    private int height = 900;
    private boolean isAlone;
    private @Nullable URI farm;
    private @Nullable BrowserContext context;
    private @Nullable Page page;
    private @Nullable Behaviour behaviour;

    Tab(Chromium chromium, String test) {
        this.chromium = chromium;
        this.test = test;
    }

    /** Whose pages these are. */
    public Tab at(URI address) {
        this.farm = address;
        this.behaviour = new Behaviour(address);
        return this;
    }

    public Tab in(Look way) {
        look = way;
        return this;
    }

    public Tab sized(int wide, int high) {
        width = wide;
        height = high;
        return this;
    }

    /** With no file of the app's in its cache, as whoever comes first; to be said before anything is opened. */
    public Tab alone() {
        if (page != null && !isAlone) {
            throw new IllegalStateException("the tab is open already: say this first");
        }
        isAlone = true;
        return this;
    }

    /** By which its pages go; to be asked for before anything is opened. */
    public Clock clock() {
        return alone().page().clock();
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
            BrowserContext opened =
                    isAlone ? chromium.newContext(options()) : chromium.shared(look.locale(), this::options);
            context = opened;
            behaviour().watch(opened);
            page = opened.newPage();
            page.setViewportSize(width, height);
            page.emulateMedia(new Page.EmulateMediaOptions()
                    .setColorScheme(look.isDark() ? ColorScheme.DARK : ColorScheme.LIGHT));
            forget(opened, page);
        }
        return page;
    }

    private Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setReducedMotion(ReducedMotion.REDUCE)
                .setTimezoneId("Europe/Berlin")
                .setLocale(look.locale());
    }

    /** What pages of the test before have stored; their files stay in the cache. */
    private void forget(BrowserContext opened, Page page) {
        CDPSession session = opened.newCDPSession(page);
        JsonObject what = new JsonObject();
        what.addProperty("origin", address("/").replaceFirst("/$", ""));
        what.addProperty("storageTypes", "cookies,local_storage,indexeddb,cache_storage");
        session.send("Storage.clearDataForOrigin", what);
        session.detach();
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
        assertThat(Axe.violations(page())).as("what axe finds").isEmpty();
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
    public List<String> takeFaults() {
        if (page == null) {
            return List.of();
        }
        List<String> faults = new ArrayList<>(behaviour().take());
        if (page.url().startsWith(address("/")) && !page.url().endsWith(BARE)) {
            faults.addAll(Axe.violations(page));
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
        if (context == null) {
            return;
        }
        behaviour().leave(context);
        if (isAlone) {
            context.close();
        } else {
            List.copyOf(context.pages()).forEach(Page::close);
        }
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
