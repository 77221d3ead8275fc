package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RouterModuleTest extends PageTest {

    private static final String MODULE = "/app/router.js";

    @Test
    void shouldKnowThePageOfEveryAddress(Tab tab) {
        List<String> addresses = Stream.of(
                        "/",
                        "/batches",
                        "/batches/",
                        "/batches/new",
                        "/batches/batch_1",
                        "/batches/batch_1/",
                        "/batches/a%2Fb",
                        "/batches/%E0%A4%A",
                        "/batches/a/b",
                        "/generate",
                        "/workers?x=1",
                        "/settings",
                        "/settings/usage",
                        "/settings/audit/",
                        "/help#keys",
                        "/v1/farm",
                        "/batchesx")
                .toList();
        assertThat(tab.module(
                        MODULE,
                        "(m, all) => all.map(one => [m.route(one).page, m.route(one).params.id].filter(Boolean).join(' '))",
                        addresses))
                .isEqualTo(List.of(
                        "batches",
                        "batches",
                        "batches",
                        "new-batch",
                        "batch batch_1",
                        "batch batch_1",
                        "batch a/b",
                        "batch %E0%A4%A",
                        "nowhere",
                        "generate",
                        "workers",
                        "settings",
                        "usage",
                        "audit",
                        "help",
                        "nowhere",
                        "nowhere"));
    }

    @Test
    void shouldKeepTheViewInTheAddressAndTellOfEachChangeOnce(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  let changes = 0;
                  m.router.addEventListener('change', () => changes++);
                  const steps = history.length;
                  m.router.view({ show: 'failed', q: 'a&b', at: 0 });
                  m.router.view({ show: 'failed' });
                  m.router.view({ q: '', order: null });
                  const seen = [location.search, changes, history.length - steps, m.router.here.query.get('show')];
                  history.replaceState(null, '', location.pathname);
                  return seen;
                }""")).isEqualTo(List.of("?show=failed&at=0", 2, 0, "failed"));
    }
}
