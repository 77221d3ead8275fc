package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TaskIndexTest extends PageTest {

    private static final String MODULE = "/app/task-index.js";

    @Test
    void shouldFindAllWordsInSkuAndPromptInEachOrder(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  const tasks = [
                    { index: 0, sku: 'MUG-10', prompt: 'a Blue mug', endedAt: '2026-05-01T10:00:00Z' },
                    { index: 1, sku: 'MUG-9', prompt: 'a red mug', endedAt: '2026-05-01T10:00:02Z' },
                    { index: 2, sku: 'JUG-1', prompt: 'a blue jug' },
                    { index: 3, sku: 'MUG-2', prompt: 'a dark blue one', endedAt: '2026-05-01T10:00:02Z' },
                  ];
                  const index = new m.TaskIndex(async first => tasks.slice(first, first + 1000));
                  const found = async (words, order) => (await index.find(4, words, order)).join();
                  return [await found('', 'file'), await found('', 'newest'), await found('', 'sku'), await found(' BLUE  mug', 'file'), await found('none', 'file')];
                }""")).isEqualTo(List.of("0,1,2,3", "1,3,0,2", "2,3,1,0", "0,3", ""));
    }

    @Test
    void shouldNameIndexesByTheirRanges(Tab tab) {
        assertThat(tab.module(MODULE, "m => [[], [4], [9, 1, 0, 2, 11, 10, 5]].map(m.ranges)"))
                .isEqualTo(List.of("", "4", "0-2,5,9-11"));
    }

    @Test
    void shouldReadAThousandAtATimeAndOnlyOnce(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  const asked = [];
                  const index = new m.TaskIndex(async (first, limit) => {
                    asked.push(`${first}+${limit}`);
                    return Array.from({ length: Math.min(limit, 2500 - first) }, (_, at) => ({ index: first + at, sku: '', prompt: '' }));
                  });
                  const found = await Promise.all([index.find(2500, '', 'file'), index.find(2500, 'x', 'file')]);
                  await index.find(2500, '', 'newest');
                  return [found[0].length, found[1].length, asked.join()];
                }""")).isEqualTo(List.of(2500, 0, "0+1000,1000+1000,2000+1000"));
    }

    @Test
    void shouldNotKeepWhatWasForgottenWhileItWasRead(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  let name = 'old';
                  const waiting = [];
                  const index = new m.TaskIndex(async () => {
                    const sku = name;
                    await new Promise(resolve => waiting.push(resolve));
                    return [{ index: 0, sku, prompt: '' }];
                  });
                  const first = index.find(1, 'old', 'file');
                  index.forget();
                  name = 'new';
                  const second = index.find(1, 'new', 'file');
                  waiting.forEach(resolve => resolve());
                  const found = [(await first).length, (await second).length];
                  return [...found, (await index.find(1, 'new', 'file')).length, waiting.length];
                }""")).isEqualTo(List.of(1, 1, 1, 2));
    }

    @Test
    void shouldKnowTheFirstPictureOfEachLine(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  const heads = async tasks => {
                    const found = await new m.TaskIndex(async () => tasks.map((task, index) => ({ index, prompt: '', ...task }))).heads(tasks.length);
                    return found === null ? 'none' : [...found].join('');
                  };
                  return [
                    await heads([{ sku: 'a', line: 2 }, { sku: 'a', line: 2 }, { sku: 'b', line: 3 }, { sku: 'b', line: 3 }, { sku: 'c', line: 4 }]),
                    await heads([{ sku: 'a', line: 2 }, { sku: 'b', line: 2 }, { sku: 'b' }, { sku: 'b' }])];
                }""")).isEqualTo(List.of("00224", "none"));
    }

    @Test
    void shouldAskTheFarmWhereThereAreTooManyToRead(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  const asked = [];
                  const index = new m.TaskIndex(
                    () => Promise.reject(new Error('not read')),
                    async (words, after, limit) => {
                      asked.push(`${words} ${after} ${limit}`);
                      return after ? { tasks: [{ index: 40000 }], next: null } : { tasks: [{ index: 7 }, { index: 9 }], next: 'batch/20000' };
                    });
                  return [(await index.find(50000, 'red mug', 'file')).join(), asked.join()];
                }"""))
                .isEqualTo(List.of("7,9,40000", "red mug null 1000,red mug batch/20000 1000"));
    }

    @Test
    void shouldOrderAndGroupAsTheFarmDoesWhereThereAreTooManyToRead(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  const asked = [];
                  const index = new m.TaskIndex(
                    () => Promise.reject(new Error('not read')),
                    async () => ({ tasks: [{ index: 7 }, { index: 9 }], next: null }),
                    async (by, firstOfLines) => {
                      asked.push(`${by} ${firstOfLines}`);
                      return firstOfLines ? [0, 2, 3] : [9, 8, 7];
                    });
                  const heads = await index.heads(50000);
                  return [(await index.find(50000, '', 'sku')).join(), (await index.find(50000, 'mug', 'newest')).join(),
                    heads.slice(0, 5).join(), heads[49999], asked.join()];
                }"""))
                .isEqualTo(List.of("9,8,7", "9,7", "0,0,2,3,3", 3, "file true,sku false,newest false"));
    }

    @Test
    void shouldAskTheFarmNoFurtherWhenASearchIsGivenUp(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  const abort = new AbortController();
                  let asked = 0;
                  const index = new m.TaskIndex(
                    () => Promise.reject(new Error('not read')),
                    async () => {
                      if (++asked === 2) abort.abort();
                      return { tasks: [{ index: asked }], next: `batch/${asked}` };
                    });
                  const failure = await index.find(50000, 'mug', 'file', { signal: abort.signal }).catch(error => error.name);
                  return [failure, asked];
                }""")).isEqualTo(List.of("AbortError", 2));
    }

    @Test
    void shouldReadAgainAfterAFailure(Tab tab) {
        assertThat(tab.module(MODULE, """
                async m => {
                  let asked = 0;
                  const index = new m.TaskIndex(async () => {
                    if (++asked === 1) throw new Error('away');
                    return [{ index: 0, sku: 'a', prompt: '' }];
                  });
                  const failure = await index.find(1, '', 'file').catch(error => error.message);
                  return [failure, (await index.find(1, '', 'file')).length, asked];
                }""")).isEqualTo(List.of("away", 1, 2));
    }
}
