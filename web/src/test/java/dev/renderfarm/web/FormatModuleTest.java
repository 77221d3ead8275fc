package dev.renderfarm.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.web.browser.Look;
import dev.renderfarm.web.browser.Tab;
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
}
