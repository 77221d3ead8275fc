package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FormatModuleTest extends PageTest {

    private static final String FORMAT = "/app/format.js";

    @Test
    void shouldSayNumbersAsTheLanguageDoes(Tab tab) {
        assertThat(tab.module(FORMAT, "m => [m.count(3718), m.percent(0.96), m.duration(9360), m.count(null)]"))
                .isEqualTo(Arrays.asList("3,718", "96%", "2 hr 36 min", "–"));
    }

    @Test
    void shouldSayThemInChinese(Tab tab) {
        tab.in(Look.CHINESE_LIGHT);
        assertThat(tab.module(FORMAT, "(m, s) => m.duration(s)", 9360)).isEqualTo("2小时 36分钟");
    }

    @Test
    void shouldSayTimesByTheirTwoLargestUnits(Tab tab) {
        assertThat(tab.module(
                        FORMAT,
                        "(m, all) => all.map(seconds => m.duration(seconds))",
                        Arrays.asList(0, 0.94, 9.96, 45, 59.6, 90, 3600, 9600, 36_000 + 60, 187_200, -5)))
                .isEqualTo(Arrays.asList(
                        "0 sec",
                        "0.9 sec",
                        "10 sec",
                        "45 sec",
                        "1 min",
                        "1 min",
                        "1 hr",
                        "2 hr 40 min",
                        "10 hr",
                        "2 days 4 hr",
                        "0 sec"));
    }

    @Test
    void shouldSayADashForWhatIsUnknown(Tab tab) {
        assertThat(tab.module(FORMAT, """
                m => [undefined, null, NaN, 'x'].flatMap(value =>
                  [m.count(value), m.figure(value), m.percent(value), m.duration(value), m.bytes(value), m.money(value, 'EUR'), m.when(value), m.instant(value)])
                """)).asList().hasSize(32).containsOnly("–");
    }

    @Test
    void shouldSayASpanAsOneTimeWhereItsEndsLookTheSame(Tab tab) {
        assertThat(tab.module(
                        FORMAT, "m => [m.span(600, 630), m.span(600, null), m.span(null, null), m.span(600, 780)]"))
                .asList()
                .startsWith("10 min", "10 min", "–")
                .last()
                .asString()
                .startsWith("10")
                .contains("–")
                .endsWith("13 min");
    }
}
