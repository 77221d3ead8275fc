package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchListModuleTest extends PageTest {

    private static final String MODULE = "/app/batch-list.js";

    @Test
    void shouldCountWhatIsNewAndMoveNothing(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  const batch = (id, sequence = 1) => ({ id, renderfarm: { sequence } });
                  const list = new m.BatchList();
                  const ids = () => list.batches.map(known => known.id).join();
                  const seen = [];
                  list.read({ data: [batch('c'), batch('b')], has_more: true });
                  list.peek({ data: [batch('e'), batch('d'), batch('c', 2)], has_more: true });
                  seen.push(ids(), list.newer, list.batches[0].renderfarm.sequence);
                  list.peek({ data: [batch('h'), batch('g'), batch('f')], has_more: true });
                  seen.push(ids(), list.newer);
                  list.read({ data: [batch('b'), batch('a')], has_more: false }, { isNext: true });
                  seen.push(ids(), list.newer, list.hasMore, list.lastId);
                  list.read({ data: [batch('e'), batch('d')], has_more: true });
                  seen.push(ids(), list.newer);
                  return seen;
                }""")).isEqualTo(List.of("c,b", 2, 2, "c,b", 3, "c,b,a", 3, false, "a", "e,d", 0));
    }

    @Test
    void shouldIgnoreNewsThatIsOlderOrOfOthers(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  const batch = (id, sequence) => ({ id, renderfarm: { sequence } });
                  const list = new m.BatchList();
                  list.read({ data: [batch('a', 5)], has_more: false });
                  return [list.hear(batch('a', 4)), list.hear(batch('b', 9)), list.batches[0].renderfarm.sequence,
                    list.hear(batch('a', 6)), list.batches[0].renderfarm.sequence, list.batches.length];
                }""")).isEqualTo(List.of(false, false, 5, true, 6, 1));
    }
}
