package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.webtests.fake.FakeFarm;
import dev.renderfarm.webtests.fake.FakeGallery;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages take of a browser, with the fake API behind them: {@code scripts/bench/web} runs it, no build does. Each
 * round has a tab with an empty cache; the first, in which the processes are cold, is told apart. The table goes into the
 * file that {@code renderfarm.bench.report} names.
 */
@QuarkusTest
class WebBench extends PageTest {

    private static final String ID = "batch_spring";
    static final int TASKS = 50_000;
    private static final int SIDE = 256;
    private static final double MILLIS = 1e3;
    private static final double MEGA = 1e6;
    private static final double KILO = 1e3;

    /** Addresses of the pages, by what the table calls them. */
    static final Map<String, String> PAGES = pages();

    /** Notes when something is on the screen first, in milliseconds since the address was asked for. */
    private static final String STOPWATCH = """
            (() => {
              const seen = (window.firstSeen = {});
              const picture = () => [...document.querySelectorAll('.tile img')].some(image => image.complete && image.naturalWidth > 0);
              const wanted = { page: () => document.querySelector('main h1'), tile: () => document.querySelector('.tile .sku:not(:empty)'), picture };
              const look = () => {
                for (const [name, isThere] of Object.entries(wanted)) if (!(name in seen) && isThere()) seen[name] = performance.now();
                requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            })()""";

    /** Rolls 300 rows, two a frame as a quick wheel does, and answers how long each frame took. */
    static final String ROLL = """
            async () => {
              const frame = () => new Promise(done => requestAnimationFrame(done));
              const took = [];
              let before = await frame();
              for (let step = 0; step < 150; step++) {
                scrollBy(0, 320);
                const now = await frame();
                took.push(now - before);
                before = now;
              }
              return took;
            }""";

    static final String TRANSFERRED = """
            () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
              .filter(entry => !new URL(entry.name).pathname.startsWith('/v1/'))
              .reduce((sum, entry) => sum + entry.encodedBodySize, 0)""";

    private static final Map<String, List<Double>> FIGURES = new LinkedHashMap<>();
    private static final Map<String, Double> COLD = new LinkedHashMap<>();
    private static String versions = "";

    static Stream<Integer> rounds() {
        return IntStream.rangeClosed(0, Integer.getInteger("renderfarm.bench.rounds", 5))
                .boxed();
    }

    static Stream<Object[]> roundsOfPages() {
        return PAGES.entrySet().stream()
                .flatMap(page -> rounds().map(round -> new Object[] {page.getKey(), page.getValue(), round}));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void measureFiftyThousandPictures(int round, Tab tab) throws IOException {
        tab.alone();
        // Given
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(TASKS)).picture("image/jpeg", noise());
        Page page = tab.page();
        versions = "Chromium " + page.context().browser().version();
        page.addInitScript(STOPWATCH);
        // When
        tab.open("/batches/" + ID);
        assertThat(page.locator(".tile img").first()).isVisible();
        assertThat(page.locator(".tile img")).not().hasCount(0);
        double tile = seen(page, "tile");
        double picture = seen(page, "picture");
        List<?> frames = (List<?>) page.evaluate(ROLL);
        // Then
        note(round, "50,000 pictures: first tiles, s", tile / MILLIS);
        note(round, "50,000 pictures: first pictures in them, s", picture / MILLIS);
        note(round, "tiles in the document", page.locator(".tile").count());
        List<Double> took = frames.stream()
                .map(time -> ((Number) time).doubleValue())
                .sorted()
                .toList();
        note(round, "median frame while rolling, ms", took.get(took.size() / 2));
        note(round, "95th percentile of a frame, ms", took.get(took.size() * 95 / 100));
        note(round, "script heap after that, MB", heap(page) / MEGA);
    }

    @ParameterizedTest
    @MethodSource("roundsOfPages")
    void measureFirstLoads(String name, String address, int round, Tab tab) throws IOException {
        tab.alone();
        // Given
        FakeFarm.answerAll(api);
        new FakeGallery(api, FakeFarm.batch(ID), "c".repeat(20)).picture("image/jpeg", noise());
        Page page = tab.page();
        page.addInitScript(STOPWATCH);
        // When
        tab.open(address);
        assertThat(page.locator("main h1")).isVisible();
        double interactive = seen(page, "page");
        page.waitForLoadState();
        // Then
        note(round, name + ": first load, kB", ((Number) page.evaluate(TRANSFERRED)).doubleValue() / KILO);
        note(round, name + ": interactive, s", interactive / MILLIS);
    }

    @AfterAll
    static void report() throws IOException {
        String file = System.getProperty("renderfarm.bench.report");
        if (file == null) {
            throw new IllegalStateException("renderfarm.bench.report names no file: start scripts/bench/web");
        }
        StringBuilder table = new StringBuilder(versions + "; JDK " + System.getProperty("java.runtime.version")
                + "\n\n| what | median | least to greatest, n | first |\n|---|---|---|---|\n");
        FIGURES.forEach((what, values) -> table.append(row(what, values)));
        Files.writeString(Path.of(file), table);
    }

    private static String row(String what, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s to %s, %d | %s |%n",
                what,
                digits(sorted.get(sorted.size() / 2)),
                digits(sorted.get(0)),
                digits(sorted.get(sorted.size() - 1)),
                sorted.size(),
                digits(COLD.getOrDefault(what, Double.NaN)));
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static void note(int round, String what, double value) {
        if (round == 0) {
            COLD.put(what, value);
        } else {
            FIGURES.computeIfAbsent(what, any -> new ArrayList<>()).add(value);
        }
    }

    private static double seen(Page page, String what) {
        return ((Number) page.evaluate("""
                        async what => {
                          while (!(what in firstSeen)) await new Promise(done => requestAnimationFrame(done));
                          return firstSeen[what];
                        }""", what)).doubleValue();
    }

    /** What the page holds, once what it has dropped is gone. */
    static double heap(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("HeapProfiler.collectGarbage");
        JsonObject use = session.send("Runtime.getHeapUsage");
        session.detach();
        return use.get("usedSize").getAsDouble();
    }

    /** As large as the thumbnail of a crowded picture. */
    private static byte[] noise() throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < SIDE; y += 8) {
            for (int x = 0; x < SIDE; x += 8) {
                var part = image.createGraphics();
                part.setColor(new java.awt.Color(random.nextInt(1 << 24)));
                part.fillRect(x, y, 8, 8);
                part.dispose();
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", file);
        return file.toByteArray();
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("Batches", "/batches");
        pages.put("Batch", "/batches/" + ID);
        pages.put("New batch", "/batches/new");
        pages.put("Generate", "/generate");
        pages.put("Workers", "/workers");
        pages.put("Settings", "/settings");
        pages.put("Help", "/help");
        return pages;
    }
}
