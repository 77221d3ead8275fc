package dev.renderfarm.endtoend.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckerTest {

    private static final Order ORDER = new Order("batch_1", List.of("MUG", "CUP"), false);

    private final BatchStory story = new BatchStory("batch_1");

    @Test
    void shouldFindNothingWhenAllIsAsItWasPromised() {
        story.wentWell();

        ChaosVerdict verdict = story.check(ORDER);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.counts().completed()).isEqualTo(2);
    }

    @Test
    void shouldFindASkuLostWhenTheManifestLacksIt() {
        story.wentWell();

        assertFound(new Order("batch_1", List.of("MUG", "CUP", "JUG"), false), Kind.LOST, "JUG has no final state");
    }

    @Test
    void shouldFindASkuDoubledWhenTheManifestHasItTwice() {
        story.wentWell();
        story.manifest("MUG", "MUG", "CUP");

        assertThat(story.check(ORDER).findings())
                .extracting(BrokenPromise::kind)
                .contains(Kind.DOUBLED, Kind.CONSERVATION);
    }

    @Test
    void shouldFindAPictureLostWhenItsObjectIsGoneOrAnotherOne() {
        story.wentWell();
        story.bucket.remove("batches/batch_1/images/MUG.png");
        story.bucket.put("batches/batch_1/images/CUP.png", "something else");

        assertThat(story.check(ORDER).count(Kind.LOST)).isEqualTo(2);
    }

    @Test
    void shouldFindABatchLostWhenNothingIsToldOfIt() {
        assertFound(ORDER, Kind.LOST, "the farm said yes, and there is no status record");
    }

    @Test
    void shouldFindAGapWhenANumberIsMissingAndARecordDoubledWhenItStandsTwice() {
        story.wentWell();
        story.status(6, "completed", 2, 2, 0);
        story.status(6, "completed", 2, 2, 0);

        assertThat(story.check(ORDER).findings())
                .extracting(BrokenPromise::kind)
                .containsExactly(Kind.GAP, Kind.DOUBLED);
    }

    @Test
    void shouldFindConservationBrokenWhenCountsDoNotAddUp() {
        story.wentWell();
        story.status(4, "completed", 3, 2, 0);

        assertThat(story.check(ORDER).findings())
                .extracting(BrokenPromise::kind)
                .containsExactly(Kind.CONSERVATION);
    }

    @Test
    void shouldFindASecondEndWhenTheStatusChangesAfterTheFirst() {
        story.wentWell();
        story.status(4, "cancelled", 2, 2, 0);

        assertThat(story.check(ORDER).count(Kind.DOUBLED)).isOne();
    }

    @Test
    void shouldFindItUnrecoveredWhenItHasNotEnded() {
        story.status(1, "validating", 0, 0, 0);
        story.status(2, "in_progress", 2, 0, 2);

        assertFound(ORDER, Kind.UNRECOVERED, "it is in_progress at the end of the run");
    }

    @Test
    void shouldFindStraysWhenThereAreObjectsOrResultsWithoutATask() {
        story.wentWell();
        story.bucket.put("batches/batch_1/images/JUG.png", "a jug");
        story.bucket.put("batches/batch_9/images/MUG.png", "a mug");
        story.result("7", "worker-1", "JUG", "0");

        assertThat(story.check(ORDER).count(Kind.STRAY)).isEqualTo(3);
    }

    @Test
    void shouldFindWhatWasGivenOutLongAfterACancel() {
        story.status(1, "validating", 0, 0, 0);
        story.task("0");
        story.status(2, "cancelling", 2, 0, 2);
        story.letPass(2);
        story.task("1");
        story.status(3, "cancelled", 0, 0, 0);
        Order cancelled = new Order("batch_1", List.of(), true);
        assertThat(story.check(cancelled).findings()).as("what was on its way").isEmpty();

        story.letPass(30);
        story.task("1");

        assertThat(story.check(cancelled).findings())
                .extracting(BrokenPromise::kind)
                .containsExactly(Kind.AFTER_CANCEL);
    }

    @Test
    void shouldFindUsageWrongWhenItIsNotThatOfItsResultsUpToOneOfThem() {
        story.task("0");
        story.result("0", "worker-3", "MUG", "18.5");
        story.wentWell();

        assertThat(story.check(ORDER).findings())
                .extracting(BrokenPromise::kind)
                .containsExactly(Kind.USAGE);
    }

    @Test
    void shouldFindUsageRightWhenAResultCameAfterTheLastOrWasOnlyWrittenAgain() {
        story.wentWell();
        story.result("0", "worker-1", "MUG", "1.5");
        story.result("0", "worker-3", "MUG", "18.5");

        assertThat(story.check(ORDER).findings()).isEmpty();
    }

    @Test
    void shouldPassOverRecordsThatAreNoneOfTheFarms() {
        story.wentWell();
        story.broken("batch-status");
        story.broken("results");

        assertThat(story.check(ORDER).findings()).isEmpty();
    }

    private void assertFound(Order order, Kind kind, String what) {
        assertThat(story.check(order).findings()).containsExactly(new BrokenPromise(kind, order.batch(), what));
    }
}
