package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TermsChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people want of single pictures. */
class LedgerPicturesTest {

    private static final Traceparent TRACEPARENT =
            new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @AutoClose
    private LedgerDriver ledger;

    LedgerPicturesTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldKeepVerdictsOfWhatWasRendered() {
        // Given
        ledger.begin(BATCH, 3, 3);
        ledger.tick();
        ledger.send(rendered(ledger.dispatched().get(0)));
        // When: another one is not there yet
        review(new Said(0, Verdict.REJECTED, "too dark"), new Said(1, Verdict.APPROVED, null));
        ledger.tick();
        // Then
        assertThat(ledger.tasks(BATCH).get(0).review()).isEqualTo(new Review(Verdict.REJECTED, "too dark", START));
        assertThat(ledger.tasks(BATCH).get(1).review()).isNull();
        ledger.pass(Duration.ofSeconds(1));
        assertThat(ledger.batch(BATCH).renderfarm().review()).isEqualTo(new ReviewCounts(0, 1));
    }

    @Test
    void shouldTakeVerdictsAfterTheEndAndChangeNothingElse() {
        // Given
        Batch ended = completed(2);
        ledger.told();
        // When
        review(new Said(0, Verdict.APPROVED, null), new Said(1, Verdict.REJECTED, "wrong cup"));
        // Then
        Batch reviewed = ledger.told().get(0);
        assertThat(reviewed.renderfarm().sequence())
                .isEqualTo(ended.renderfarm().sequence() + 1);
        assertThat(reviewed.renderfarm().review()).isEqualTo(new ReviewCounts(1, 1));
        assertThat(reviewed)
                .usingRecursiveComparison()
                .ignoringFields("renderfarm.sequence", "renderfarm.updatedAt", "renderfarm.review")
                .isEqualTo(ended);
        assertThat(ledger.traces.ended()).hasSize(1);
        // When: it is repeated, also by a coordinator that has been started since
        ledger = ledger.restarted();
        review(new Said(0, Verdict.APPROVED, null));
        // Then
        assertThat(ledger.told()).isEmpty();
        // When: somebody changes their mind
        review(new Said(0, Verdict.UNDECIDED, null));
        // Then
        assertThat(ledger.told())
                .singleElement()
                .satisfies(told -> assertThat(told.renderfarm().review()).isEqualTo(new ReviewCounts(0, 1)));
        ledger.pass(Duration.ofSeconds(2));
        assertThat(ledger.nothingDispatched()).isTrue();
    }

    @Test
    void shouldGiveABatchThatHasEndedAnotherNameAndNoOtherPlace() {
        // Given
        completed(1);
        ledger.told();
        // When
        ledger.send(new BatchCommand.Amend(BATCH, new TermsChange("Mugs", null, null, false, false), START));
        ledger.send(new BatchCommand.Amend(BATCH, TermsChange.ofPriority(5), START));
        // Then
        assertThat(ledger.told()).singleElement().satisfies(told -> {
            assertThat(told.renderfarm().terms().name()).isEqualTo("Mugs");
            assertThat(told.renderfarm().terms().priority()).isZero();
        });
    }

    @Test
    void shouldSkipWhatWaitsAndWhatIsInFlightAndGoOnWithTheOthers() {
        // Given: a window of tasks is out
        ledger.begin(BATCH, 8, 3);
        ledger.tick();
        List<RenderTask> out = ledger.dispatched();
        assertThat(out).hasSize(LedgerDriver.WINDOW);
        ledger.send(rendered(out.get(0)));
        ledger.tick();
        assertThat(ledger.dispatched()).hasSize(1);
        // When: one is there, two are in flight, two were never dispatched, one is named twice, one is none
        ledger.send(new BatchCommand.Skip(BATCH, List.of(0, 1, 2, 5, 6, 6, 99), START));
        ledger.tick();
        // Then: the next is one that is wanted
        assertThat(ledger.dispatched()).extracting(RenderTask::taskId).containsExactly(new TaskId(BATCH, 7));
        ledger.pass(Duration.ofSeconds(1));
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.renderfarm().cancelled()).isEqualTo(4);
        assertThat(batch.requestCounts().completed()).isEqualTo(1);
        // When: a picture of one that nobody needs comes all the same
        ledger.send(rendered(out.get(1)));
        // Then
        TaskView skipped = ledger.tasks(BATCH).get(1);
        assertThat(skipped.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(skipped.image()).isNull();
        assertThat(skipped.lastAttempt())
                .satisfies(last -> assertThat(last.code()).isEqualTo(FailureCode.TASK_SKIPPED));
    }

    @Test
    void shouldPassByMoreSkippedPicturesThanFitOneTick() {
        // Given
        int skipped = 2_100;
        int first = LedgerDriver.WINDOW;
        int total = first + skipped + 1;
        ledger.begin(BATCH, total, 3);
        ledger.tick();
        // When
        for (int from = first; from < first + skipped; from += 700) {
            ledger.send(new BatchCommand.Skip(
                    BATCH, IntStream.range(from, from + 700).boxed().toList(), START));
        }
        List<RenderTask> given = new ArrayList<>(ledger.dispatched());
        given.forEach(task -> ledger.send(rendered(task)));
        ledger.pass(Duration.ofSeconds(2));
        // Then: the last one alone is given out
        List<RenderTask> last = ledger.dispatched();
        assertThat(last).extracting(RenderTask::taskId).containsExactly(new TaskId(BATCH, total - 1));
        ledger.send(rendered(last.get(0)));
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.FINALIZING);
        assertThat(batch.requestCounts().completed()).isEqualTo(first + 1);
        assertThat(batch.renderfarm().cancelled()).isEqualTo(skipped);
    }

    @Test
    void shouldEndABatchWhoseLastPicturesAreSkipped() {
        // Given
        ledger.begin(BATCH, 5, 3);
        ledger.tick();
        ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        // When
        ledger.send(new BatchCommand.Skip(BATCH, List.of(4), START));
        // Then
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.FINALIZING);
        ledger.send(finalized(ledger.batch(BATCH)));
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ledger.batch(BATCH).renderfarm().cancelled()).isEqualTo(1);
    }

    @Test
    void shouldSkipNothingOfABatchThatHasEnded() {
        completed(1);
        ledger.told();
        ledger.send(new BatchCommand.Skip(BATCH, List.of(0), START));
        assertThat(ledger.told()).isEmpty();
    }

    private Batch completed(int total) {
        ledger.send(submit(BATCH, 3, TRACEPARENT));
        ledger.send(validated(BATCH, total));
        ledger.tick();
        ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        ledger.send(finalized(ledger.batch(BATCH)));
        Batch ended = ledger.batch(BATCH);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        return ended;
    }

    private void review(Said... said) {
        ledger.send(new BatchCommand.Review(BATCH, List.of(said), START));
    }
}
