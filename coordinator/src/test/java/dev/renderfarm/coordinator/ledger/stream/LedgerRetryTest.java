package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.WORKER;
import static dev.renderfarm.coordinator.ledger.books.Samples.answer;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger makes of the results of a task and of its further attempts. */
class LedgerRetryTest {

    @AutoClose
    private final LedgerDriver ledger;

    LedgerRetryTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldCountATaskOnceWhenItsResultComesTwice() {
        // Given
        ledger.begin(BATCH, 3, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        ledger.send(rendered(task));
        // When
        ledger.send(rendered(task));
        ledger.send(failed(task, FailureCode.INVALID_REQUEST));
        ledger.pass(Duration.ofSeconds(1));
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.requestCounts().completed()).isEqualTo(1);
        assertThat(batch.requestCounts().failed()).isZero();
        assertThat(ledger.deadLetters()).isEmpty();
    }

    @Test
    void shouldTryAgainWithGrowingPausesThenWriteADeadLetter() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        // When
        ledger.send(failed(ledger.dispatched().get(0), FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofMillis(400));
        List<RenderTask> tooEarly = ledger.dispatched();
        ledger.pass(Duration.ofMillis(700));
        List<RenderTask> second = ledger.dispatched();
        ledger.send(failed(second.get(0), FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofMillis(900));
        List<RenderTask> tooEarlyAgain = ledger.dispatched();
        ledger.pass(Duration.ofMillis(1200));
        List<RenderTask> third = ledger.dispatched();
        ledger.send(failed(third.get(0), FailureCode.NON_FINITE_IMAGE));
        ledger.pass(Duration.ofMinutes(2));
        // Then
        assertThat(tooEarly).isEmpty();
        assertThat(tooEarlyAgain).isEmpty();
        assertThat(second).extracting(RenderTask::attempt).containsExactly(2);
        assertThat(third).extracting(RenderTask::attempt).containsExactly(3);
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(ledger.deadLetters()).containsExactly(failed(third.get(0), FailureCode.NON_FINITE_IMAGE));
        assertThat(ledger.batch(BATCH).requestCounts().failed()).isEqualTo(1);
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isEqualTo(2);
        assertThat(ledger.tasks(BATCH).get(0).attempts())
                .extracting(TaskView.Attempt::code)
                .hasSize(3);
    }

    @Test
    void shouldAskForAnotherDrawingAfterEachThatFailedACheckAndKeepTheLast() {
        // Given
        ledger.begin(BATCH, 1, 4);
        ledger.tick();
        List<RenderTask> attempts = new ArrayList<>(ledger.dispatched());
        for (FailureCode code :
                List.of(FailureCode.BLANK_IMAGE, FailureCode.DEVICE_OUT_OF_MEMORY, FailureCode.NEAR_BLACK_IMAGE)) {
            // When
            ledger.send(failed(attempts.get(attempts.size() - 1), code));
            ledger.pass(Duration.ofMinutes(2));
            attempts.addAll(ledger.dispatched());
        }
        // Then: the device's fault is no reason for another seed
        assertThat(attempts)
                .extracting(RenderTask::redraw)
                .containsExactly(null, new Redraw(1, false), new Redraw(1, false), new Redraw(2, true));
        // When
        var kept = new StoredImage(
                "k.png", "k.json", "00", 9, 77L, new Rejection(FailureCode.UNIFORM_IMAGE, "by 1.0 of 255"), null);
        ledger.send(answer(WORKER, attempts.get(3), new TaskOutcome.Rendered(kept)));
        // Then: it is there, and rejected until somebody says otherwise
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(1);
        assertThat(ledger.deadLetters()).isEmpty();
        TaskView task = ledger.tasks(BATCH).get(0);
        assertThat(task.image()).isEqualTo(kept);
        assertThat(task.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(task.review()).extracting(Review::note).isEqualTo("uniform_image: by 1.0 of 255");
        assertThat(ledger.batch(BATCH).renderfarm().review())
                .extracting(ReviewCounts::rejected)
                .isEqualTo(1);
    }

    @Test
    void shouldAskForAnotherDrawingWhenTheNumbersBecameInfinite() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        // When
        ledger.send(failed(ledger.dispatched().get(0), FailureCode.NON_FINITE_IMAGE));
        ledger.pass(Duration.ofMinutes(2));
        // Then
        assertThat(ledger.dispatched()).extracting(RenderTask::redraw).containsExactly(new Redraw(1, false));
    }

    @Test
    void shouldKeepTheOnlyDrawingOfABatchWithOneAttempt() {
        ledger.begin(BATCH, 1, 1);
        ledger.tick();
        assertThat(ledger.dispatched()).extracting(RenderTask::redraw).containsExactly(new Redraw(0, true));
    }

    @Test
    void shouldTellShopsWhyItFailedWithoutAnInsideAddress() {
        // Given
        ledger.begin(BATCH, 1, 1);
        ledger.tick();
        String inside =
                "cannot write batches/batch_1/images/a.png at http://127.0.0.1:9000: An internal error occurred";
        // When
        ledger.send(answer(
                WORKER, ledger.dispatched().get(0), new TaskOutcome.Failed(FailureCode.STORAGE_REFUSED, inside)));
        // Then
        assertThat(ledger.tasks(BATCH).get(0).attempts())
                .extracting(TaskView.Attempt::detail)
                .containsExactly("cannot write an object of the farm: An internal error occurred");
        assertThat(ledger.deadLetters()).singleElement().satisfies(letter -> assertThat(letter.outcome())
                .isEqualTo(new TaskOutcome.Failed(FailureCode.STORAGE_REFUSED, inside)));
    }

    @Test
    void shouldFailAtOnceWhenTryingAgainCannotHelp() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        // When
        ledger.send(failed(task, FailureCode.PROMPT_TOO_LONG));
        // Then
        assertThat(ledger.deadLetters()).hasSize(1);
        assertThat(ledger.tasks(BATCH).get(0).state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void shouldTakeAPictureOfAnOlderAttemptWhileTheTaskWaits() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        ledger.send(failed(task, FailureCode.RENDER_TIMED_OUT));
        // When
        ledger.send(rendered(task));
        ledger.pass(Duration.ofSeconds(3));
        // Then
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(ledger.tasks(BATCH).get(0).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void shouldIgnoreTheFailureOfAnOlderAttempt() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        RenderTask first = ledger.dispatched().get(0);
        ledger.send(failed(first, FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofSeconds(1));
        // When
        ledger.send(failed(first, FailureCode.INVALID_REQUEST));
        // Then
        assertThat(ledger.dispatched()).hasSize(1);
        assertThat(ledger.deadLetters()).isEmpty();
        assertThat(ledger.tasks(BATCH).get(0).state()).isEqualTo(TaskState.IN_FLIGHT);
    }
}
