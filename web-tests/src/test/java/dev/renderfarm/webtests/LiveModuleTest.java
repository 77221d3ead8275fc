package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream with a source that is none, by a clock that the tests move. */
@QuarkusTest
class LiveModuleTest extends PageTest {

    private static final long HOUR = 3_600_000;

    @BeforeEach
    void live(Tab tab) {
        tab.clock().install(new Clock.InstallOptions().setTime(0));
        tab.openBare();
        tab.clock().pauseAt(HOUR);
        tab.module("/app/live.js", """
                m => {
                  globalThis.sources = [];
                  globalThis.seen = [];
                  globalThis.live = new m.Live(url => {
                    const source = new EventTarget();
                    source.url = url;
                    source.close = () => (source.isClosed = true);
                    sources.push(source);
                    return source;
                  });
                  live.addEventListener('state', () => seen.push(live.state));
                  live.addEventListener('again', () => seen.push('again'));
                  live.addEventListener('batch', event => seen.push(event.detail.id));
                  globalThis.happens = (name, source = sources.at(-1)) => source.dispatchEvent(new Event(name));
                  globalThis.tells = (id, source = sources.at(-1)) =>
                    source.dispatchEvent(new MessageEvent('batch', { data: JSON.stringify({ id }) }));
                  live.start();
                }""");
    }

    @Test
    void shouldSayAgainAfterABreakAndNotAtFirst(Tab tab) {
        // When
        tab.page().evaluate("happens('open'); tells('one'); happens('error')");
        tab.clock().runFor(1000);
        tab.page().evaluate("happens('open'); tells('two')");
        // Then
        assertThat(seen(tab)).containsExactly("live", "one", "away", "live", "again", "two");
    }

    @Test
    void shouldTryMoreAndMoreSlowlyUntilItIsBack(Tab tab) {
        for (int pause : List.of(1000, 2000, 4000, 8000, 15_000, 15_000)) {
            // When
            tab.page().evaluate("happens('error')");
            tab.clock().runFor(pause - 1);
            // Then
            assertThat(tab.page().evaluate("sources.at(-1).isClosed"))
                    .as("before %d ms", pause)
                    .isEqualTo(true);
            // When
            tab.clock().runFor(1);
            // Then
            assertThat(tab.page().evaluate("!sources.at(-1).isClosed"))
                    .as("after %d ms", pause)
                    .isEqualTo(true);
        }
        // When
        tab.page().evaluate("happens('open'); happens('error')");
        tab.clock().runFor(1000);
        // Then
        assertThat(tab.page().evaluate("sources.length")).isEqualTo(8);
    }

    @Test
    void shouldFollowWhatIsWantedAndHearNothingOfAnOldSource(Tab tab) {
        // When
        tab.page()
                .evaluate(
                        "happens('open'); live.follow({ batches: ['b', 'c'], workers: true }); live.follow({ batches: ['b', 'c'], workers: true })");
        tab.page().evaluate("tells('late', sources[0]); happens('error', sources[0]); tells('new')");
        // Then
        assertThat(tab.page().evaluate("sources.map(source => `${source.url} ${Boolean(source.isClosed)}`)"))
                .isEqualTo(List.of("/v1/events?farm=1 true", "/v1/events?farm=1&workers=1&batches=b%2Cc false"));
        assertThat(seen(tab)).containsExactly("live", "new");
    }

    private static List<String> seen(Tab tab) {
        return ((List<?>) tab.page().evaluate("seen"))
                .stream().map(String::valueOf).toList();
    }
}
