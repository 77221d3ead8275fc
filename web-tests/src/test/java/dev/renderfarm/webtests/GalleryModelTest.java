package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a gallery knows of a batch: letters, places, and which tasks are to be read. */
@QuarkusTest
class GalleryModelTest extends PageTest {

    @Test
    void shouldGiveThePicturesOfALineOnePlaceAndShowTheBestOfThem(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  const model = new m.GalleryModel(async () => []);
                  model.take('cccwcfx\\nr.a....');
                  model.arrange('all', null, { heads: [0, 0, 0, 3, 4, 4, 6] });
                  const order = () => Array.from({ length: model.size }, (_, place) => model.indexAt(place)).join('');
                  const { index, verdict, number } = model.face(0);
                  const seen = [order(), model.placeOf(5), index, verdict, number, model.face(4).index, model.face(3).number, model.counts.review, model.counts.all];
                  model.arrange('review', null, { heads: [0, 0, 0, 3, 4, 4, 6] });
                  return [...seen, order()];
                }""")).isEqualTo(List.of("0346", 2, 2, "approved", 3, 4, 1, 2, 4, "04"));
    }

    @Test
    void shouldPutThoseFirstThatEndedLastOnlyWhenTheyAreAskedFor(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  const model = new m.GalleryModel(async () => []);
                  model.take('ccwfw\\n.....');
                  model.arrange('all', [1, 0, 2, 3, 4], { isNewestFirst: true });
                  const order = () => Array.from({ length: model.size }, (_, place) => model.indexAt(place)).join('');
                  const seen = [];
                  model.take('ccwcw\\n.....');
                  model.take('ccxcw\\n.....');
                  seen.push(order(), model.fresh);
                  model.settle();
                  seen.push(order(), model.fresh);
                  model.arrange('review', [2, 3, 1, 0, 4], { isNewestFirst: true });
                  model.take('ccxcc\\n.....');
                  seen.push(order(), model.fresh);
                  model.settle();
                  seen.push(order(), model.fresh);
                  return seen;
                }""")).isEqualTo(List.of("10234", 2, "23104", 0, "310", 1, "4310", 0));
    }

    private static final String MODULE = "/app/gallery-model.js";

    @Test
    void shouldCountByStatesAndVerdicts(Tab tab) {
        assertThat(run(tab, """
                m => {
                  const model = new m.GalleryModel(async () => []);
                  model.take('ccccxfwwk\\n.aar.....');
                  const { all, review, approved, rejected, failed, rendering, waiting } = model.counts;
                  return [all, review, approved, rejected, failed, rendering, waiting];
                }""")).isEqualTo(List.of(9, 1, 2, 1, 1, 1, 2));
    }

    @Test
    void shouldCountWhatIsSaidBeforeTheFarmKnows(Tab tab) {
        assertThat(run(tab, """
                m => {
                  const model = new m.GalleryModel(async () => []);
                  const seen = () => seenSoFar.push(`${model.verdict(1)} ${model.counts.approved}`);
                  const seenSoFar = [];
                  model.take('ccc\\na..', 1000);
                  model.say([[1, 'approved']]);
                  seen();
                  model.take('ccc\\na..', 2000); // asked for before it arrived
                  seen();
                  model.agreed([[1, 'approved']], 3000);
                  model.take('ccc\\na..', 2500); // on its way meanwhile
                  seen();
                  model.take('ccc\\nar.', 4000); // somebody else has thought otherwise since
                  seen();
                  model.say([[1, 'approved']]);
                  model.say([[1, undefined]]); // refused
                  seen();
                  return seenSoFar;
                }"""))
                .isEqualTo(List.of("approved 2", "approved 2", "approved 2", "rejected 1", "rejected 1"));
    }

    @Test
    void shouldKeepPlacesUntilItIsToldToSettle(Tab tab) {
        assertThat(run(tab, """
                m => {
                  const model = new m.GalleryModel(async () => []);
                  const places = () => Array.from({ length: model.size }, (_, place) => model.indexAt(place)).join();
                  const seen = [];
                  model.take('cwcwc\\n.....');
                  model.arrange('review');
                  seen.push(places(), model.placeOf(4), model.placeOf(1));
                  model.say([[2, 'approved']]);
                  model.take('cccwc\\n.....');
                  seen.push(places(), model.fresh, model.counts.review);
                  model.settle();
                  seen.push(places(), model.fresh);
                  model.arrange('all', [3, 1]);
                  seen.push(places(), model.placeOf(1), model.placeOf(0));
                  model.arrange('nonsense');
                  seen.push(model.filter, model.size);
                  return seen;
                }""")).isEqualTo(List.of("0,2,4", 2, -1, "0,2,4", 1, 3, "0,1,4", 0, "3,1", 1, -1, "all", 5));
    }

    @Test
    void shouldReadAgainWhatWasTouchedOrStandsOtherwiseWhenItIsLookedAt(Tab tab) {
        assertThat(run(tab, """
                async m => {
                  const asked = [];
                  const model = new m.GalleryModel(async first => {
                    asked.push(first);
                    return Array.from({ length: 100 }, (_, at) => ({ index: first + at }));
                  });
                  const need = async (...indexes) => {
                    asked.length = 0;
                    await model.need(indexes);
                    return asked.join();
                  };
                  const states = 'w'.repeat(300);
                  const seen = [];
                  model.take(`${states}\\n`);
                  seen.push(await need(5, 99, 250), model.task(250).index, await need(5, 250));
                  model.touch([{ first: 100, last: 180 }]);
                  seen.push(await need(5, 250));
                  model.touch([{ first: 90, last: 180 }]);
                  seen.push(await need(5, 250), await need(5, 250));
                  model.take(`${states.slice(0, 299)}c\\n`);
                  seen.push(await need(5, 250), await need(5, 250));
                  model.touch();
                  seen.push(await need(5, 250));
                  return seen;
                }""")).isEqualTo(List.of("0,200", 250, "", "", "0", "", "200", "", "0,200"));
    }

    @Test
    void shouldBeThereWhereItIsNeededBySeveralAtOnce(Tab tab) {
        assertThat(run(tab, """
                async m => {
                  let asked = 0;
                  const model = new m.GalleryModel(async first => (asked++, [{ index: first }]));
                  model.take('c\\n.');
                  model.need([0]);
                  await model.need([0]);
                  return [model.task(0)?.index, asked];
                }""")).isEqualTo(List.of(0, 1));
    }

    @Test
    void shouldReadOnceMoreWhatWasTouchedWhileItWasRead(Tab tab) {
        assertThat(run(tab, """
                async m => {
                  let asked = 0;
                  const model = new m.GalleryModel(async () => {
                    if (++asked === 1) model.touch([{ first: 0, last: 0 }]);
                    return [{ index: 0, asked }];
                  });
                  model.take('c\\n.');
                  await model.need([0]);
                  await model.need([0]);
                  await model.need([0]);
                  return [asked, model.task(0).asked];
                }""")).isEqualTo(List.of(2, 2));
    }

    @Test
    void shouldTellOfAFailureAndTryAgainWhenItIsLookedAt(Tab tab) {
        assertThat(run(tab, """
                async m => {
                  let asked = 0;
                  const told = [];
                  const model = new m.GalleryModel(async () => {
                    if (++asked === 1) throw new Error('away');
                    return [{ index: 0 }];
                  });
                  model.addEventListener('broken', event => told.push(event.detail.message));
                  model.take('c\\n.');
                  await model.need([0]);
                  await model.need([0]);
                  return [told.join(), asked, model.task(0).index];
                }""")).isEqualTo(List.of("away", 2, 0));
    }

    @Test
    void shouldCarryAMillionTasksAndForgetPagesThatAreFarAway(Tab tab) {
        assertThat(run(tab, """
                async m => {
                  const model = new m.GalleryModel(async first => [{ index: first }]);
                  const most = 1_000_000;
                  model.take(`${'cw'.repeat(most / 2)}\\n${'a.'.repeat(most / 2)}`);
                  model.arrange('approved');
                  for (let key = 0; key < 10; key++) {
                    model.say([[2 * key, 'rejected']]);
                    model.counts;
                  }
                  for (let page = 0; page < 200; page++) await model.need([page * 100]);
                  return [model.total, model.size, model.indexAt(499_999), model.placeOf(999_998), model.counts.rejected,
                    model.task(0) === undefined, model.task(19_900).index];
                }""")).isEqualTo(List.of(1_000_000, 500_000, 999_998, 499_999, 10, true, 19_900));
    }

    private static @Nullable Object run(Tab tab, String code) {
        return tab.module(MODULE, code);
    }
}
