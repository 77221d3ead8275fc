package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkerListModuleTest extends PageTest {

    private static final String LIST = "/app/worker-list.js";

    @Test
    void shouldTellWhatEachIsUpTo(Tab tab) {
        assertThat(tab.module(LIST, """
                        m => [
                          { live: true, state: 'ready', tasks_held: ['b/1'] },
                          { live: true, state: 'ready', tasks_held: [] },
                          { live: true, state: 'ready', tasks_held: ['b/1'], problem: { code: 'storage_unavailable' } },
                          { live: true, state: 'set_aside', tasks_held: [] },
                          { live: false, state: 'ready', tasks_held: ['b/1'] },
                          { live: false, state: 'stopped', tasks_held: [] },
                          { live: true, state: 'draining', tasks_held: ['b/1'] },
                          { live: true, state: 'starting' }].map(m.kindOf)"""))
                .isEqualTo(List.of(
                        "rendering", "idle", "trouble", "trouble", "trouble", "stopped", "draining", "starting"));
    }

    @Test
    void shouldKeepAPointForTenSecondsOfHalfAnHour(Tab tab) {
        assertThat(tab.module(LIST, """
                        m => {
                          const list = new m.WorkerList();
                          const at = (second, rate, live = true) => list.read([{ worker_id: 'a', live, images_per_second: rate }], 1000 * second);
                          at(0, 1); at(5, 2); at(10, 3);
                          const first = list.rates('a');
                          for (let second = 20; second < 4000; second += 10) at(second, 4);
                          at(4000, 4, false);
                          return [first, list.rates('a').length, list.rates('a').at(-1)];
                        }""")).isEqualTo(List.of(List.of(2, 3), 180, 0));
    }

    @Test
    void shouldKeepOlderFailuresBelowThoseThatAreNew(Tab tab) {
        assertThat(tab.module(LIST, """
                        m => {
                          const list = (ids, lastId) => ({ entries: [...ids].map(id => ({ id })), lastId, hasMore: true });
                          const shown = (known, page) => {
                            const { entries, lastId } = m.renewed(known, page);
                            return entries.map(failure => failure.id).join('') + ' ' + lastId;
                          };
                          return [
                            shown(list('dcba', 'a'), list('fed', 'd')),
                            shown(list('dcba', 'a'), list('dc', 'c')),
                            shown(list('dcba', 'a'), list('hgf', 'f'))];
                        }""")).isEqualTo(List.of("fedcba a", "dcba a", "hgf f"));
    }

    @Test
    void shouldTellWhatHappenedToWorkersSinceATime(Tab tab) {
        assertThat(tab.module(LIST, """
                        m => {
                          const at = minute => `2026-01-01T10:${minute}:00Z`;
                          const worker = (worker_id, more) => ({ worker_id, state: 'ready', live: true, started_at: at('00'), sent_at: at('50'), ...more });
                          const marks = m.marksOf([
                            worker('a', { live: false, sent_at: at('40') }),
                            worker('b', { problem: { code: 'blank_image', since: at('30') } }),
                            worker('c', { state: 'stopped', live: false, sent_at: at('35') }),
                            worker('d', { started_at: at('20') })], Date.parse(at('10')));
                          const many = m.marksOf(Array.from({ length: 20 }, (_, index) => worker(`w${index}`, { started_at: at(10 + index) })), 0);
                          return [...marks.map(({ worker, kind, code }) => `${worker} ${kind} ${code ?? ''}`), many.length, many[0].worker];
                        }"""))
                .isEqualTo(List.of("d began ", "b trouble blank_image", "c stopped ", "a silent ", 12, "w8"));
    }

    @Test
    void shouldOrderNamesAsPeopleDo(Tab tab) {
        assertThat(tab.module(LIST, """
                        m => {
                          const list = new m.WorkerList();
                          list.read(['gpu-10', 'gpu-9', 'gpu-1'].map(worker_id => ({ worker_id, live: true, images_per_second: 0 })));
                          return list.workers.map(worker => worker.worker_id);
                        }""")).isEqualTo(List.of("gpu-1", "gpu-9", "gpu-10"));
    }
}
