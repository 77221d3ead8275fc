package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RollingModuleTest extends PageTest {

    private static final String MODULE = "/app/rolling.js";

    @Test
    void shouldPutRowsWhereTheyAreInAListThatFits(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => [
                  m.heightOf(1000, 100),
                  ...[-50, 0, 250, 99_950].flatMap(above => Object.values(m.rolledTo({ rows: 1000, height: 100, above, window: 900 }))),
                  m.distance(120, { rows: 1000, height: 100, window: 900 }),
                ]""")).isEqualTo(List.of(100_000, 0, 0, 0, 0, 2, 0, 999, 0, 120));
    }

    @Test
    void shouldReachBothEndsOfAListThatIsHigherThanABrowserDraws(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  const view = { rows: 1_000_000, height: 100, window: 1000 };
                  const at = above => m.rolledTo({ ...view, above });
                  const end = at(m.heightOf(1_000_000, 100) - 1000);
                  const moved = at(5_000_000 + m.distance(100, view)).first - at(5_000_000).first;
                  return [m.heightOf(1_000_000, 100) < 17_000_000, at(0).first, at(0).shift, end.first, 99_999_000 - end.shift + 1000, moved];
                }""")).isEqualTo(List.of(true, 0, 0, 999_990, 15_000_000, 1));
    }
}
