package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.WORKER;
import static dev.renderfarm.coordinator.ledger.books.Samples.answer;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger makes of pictures of a line that look alike. */
class LedgerNearDuplicateTest {

    private static final String LOOKS = "00000000000000ff";
    private static final String LIKE_IT = "00000000000000fc";
    private static final String UNLIKE_IT = "00000000000000f8";

    @AutoClose
    private final LedgerDriver ledger;

    LedgerNearDuplicateTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldDrawThePictureAgainThatComesLaterAndLooksLikeAnotherOneOfItsLine() {
        // Given
        List<RenderTask> line = dispatched(2, 3);
        ledger.send(picture(line.get(1), LOOKS, 2));
        // When
        ledger.send(picture(line.get(0), LIKE_IT, 1));
        ledger.pass(Duration.ofMinutes(2));
        // Then
        assertThat(state(0)).isEqualTo(TaskState.IN_FLIGHT);
        assertThat(state(1)).isEqualTo(TaskState.COMPLETED);
        RenderTask again = ledger.dispatched().get(0);
        assertThat(again.redraw()).isEqualTo(new Redraw(1, false));
        assertThat(again.avoid()).isEmpty();
        assertThat(ledger.tasks(BATCH).get(0).attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.code()).isEqualTo(FailureCode.NEAR_DUPLICATE);
            assertThat(attempt.detail())
                    .isEqualTo(
                            "looks like k1.png: 2 of 64 bits of their hashes differ; another seed or prompt may help");
        });
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isEqualTo(1);
        // When
        ledger.send(picture(again, UNLIKE_IT, 1));
        // Then
        assertThat(state(0)).isEqualTo(TaskState.COMPLETED);
        assertThat(ledger.tasks(BATCH).get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void shouldTakeWhatHasFailedForFailedHoweverOftenItIsReported() {
        // Given
        List<RenderTask> line = dispatched(2, 3);
        ledger.send(picture(line.get(0), LOOKS, 1));
        TaskResult alike = picture(line.get(1), LOOKS, 2);
        ledger.send(alike);
        // When it comes again, at once and after the next attempt was given out, and says something else of itself
        ledger.send(alike);
        ledger.pass(Duration.ofMinutes(2));
        ledger.send(picture(line.get(1), UNLIKE_IT, 2));
        // Then
        assertThat(state(1)).isEqualTo(TaskState.IN_FLIGHT);
        assertThat(ledger.dispatched()).singleElement().satisfies(again -> {
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.redraw()).isEqualTo(new Redraw(1, false));
        });
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoPictureOfAnotherSeedOnceOneHasFailed() {
        // Given: the first attempt is lost, and the second looks like the line's other picture
        ledger.queues.doneSince(Samples.START);
        List<RenderTask> line = dispatched(2, 4);
        ledger.send(picture(line.get(0), LOOKS, 1));
        RenderTask second = nextAttempt();
        ledger.send(picture(second, LIKE_IT, 2));
        RenderTask third = nextAttempt();
        assertThat(third.redraw()).isEqualTo(new Redraw(1, false));
        // When: the first one comes after all
        ledger.send(picture(line.get(1), UNLIKE_IT, 2));
        // Then
        assertThat(state(1)).isEqualTo(TaskState.IN_FLIGHT);
        // When
        ledger.send(picture(third, UNLIKE_IT, 2));
        // Then
        assertThat(state(1)).isEqualTo(TaskState.COMPLETED);
        assertThat(ledger.tasks(BATCH).get(1).attempts())
                .extracting(TaskView.Attempt::number)
                .containsExactly(1, 2, 3);
    }

    @Test
    void shouldTakeALatePictureOfTheSeedThatIsDrawnNow() {
        // Given: the first attempt looks like the line's other picture, and the second is lost
        ledger.queues.doneSince(Samples.START);
        List<RenderTask> line = dispatched(2, 4);
        ledger.send(picture(line.get(0), LOOKS, 1));
        ledger.send(picture(line.get(1), LIKE_IT, 2));
        RenderTask second = nextAttempt();
        assertThat(nextAttempt().redraw()).isEqualTo(second.redraw());
        // When
        ledger.send(picture(second, UNLIKE_IT, 2));
        // Then
        assertThat(state(1)).isEqualTo(TaskState.COMPLETED);
    }

    /** Passes the time until it is given out. */
    private RenderTask nextAttempt() {
        for (int minute = 0; minute < 60; minute++) {
            List<RenderTask> dispatched = ledger.dispatched();
            if (!dispatched.isEmpty()) {
                return dispatched.get(0);
            }
            ledger.pass(Duration.ofSeconds(30));
        }
        throw new AssertionError("nothing was given out in half an hour");
    }

    @Test
    void shouldComparePicturesOfOneLineAlone() {
        // Given: a line of two pictures, one of a single one, one of two
        List<RenderTask> tasks = dispatched(5, 3);
        // When
        ledger.send(picture(tasks.get(0), LOOKS, 1));
        ledger.send(picture(tasks.get(1), UNLIKE_IT, 2));
        ledger.send(picture(tasks.get(2), LOOKS, null));
        ledger.send(picture(tasks.get(3), LOOKS, 1));
        ledger.tick();
        ledger.send(picture(ledger.dispatched().get(0), UNLIKE_IT, 2));
        // Then
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(5);
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isZero();
    }

    @Test
    void shouldKeepTheLastOneAndSayThatItLooksLikeAnother() {
        // Given
        List<RenderTask> line = dispatched(2, 1);
        ledger.send(picture(line.get(0), LOOKS, 1));
        // When
        ledger.send(picture(line.get(1), LOOKS, 2));
        // Then
        TaskView kept = ledger.tasks(BATCH).get(1);
        assertThat(kept.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(kept.verdict()).isEqualTo(Verdict.REJECTED);
        Rejection rejected = requireNonNull(requireNonNull(kept.image()).rejected());
        assertThat(rejected.code()).isEqualTo(FailureCode.NEAR_DUPLICATE);
        assertThat(rejected.shortfall()).isEqualTo(new Shortfall(1, 1));
    }

    @Test
    void shouldDrawTheBestOnceMoreWhereTheLastIsWorse() {
        // Given: a near-duplicate in two bits, then one that is black as well
        List<RenderTask> line = dispatched(2, 2);
        ledger.send(picture(line.get(0), LOOKS, 1));
        ledger.send(picture(line.get(1), LIKE_IT, 2));
        ledger.pass(Duration.ofMinutes(2));
        RenderTask last = ledger.dispatched().get(0);
        assertThat(last.redraw()).isEqualTo(new Redraw(1, true, new Shortfall(1, 0.333)));
        // When
        ledger.send(answer(
                WORKER, last, new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "one colour", new Shortfall(3, 3))));
        ledger.pass(Duration.ofMinutes(2));
        // Then: it is no failure of the task
        RenderTask best = ledger.dispatched().get(0);
        assertThat(best.redraw()).isEqualTo(new Redraw(0, true));
        assertThat(best.image().seed()).isEqualTo(line.get(1).image().seed());
        assertThat(ledger.deadLetters()).isEmpty();
        // When
        ledger.send(picture(best, LIKE_IT, 2));
        // Then
        assertThat(state(1)).isEqualTo(TaskState.COMPLETED);
        assertThat(ledger.tasks(BATCH).get(1).verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(2);
    }

    @Test
    void shouldDrawTheBestOnceMoreWhereTheLastAttemptDrewNothing() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.send(answer(
                WORKER,
                ledger.dispatched().get(0),
                new TaskOutcome.Failed(FailureCode.UNIFORM_IMAGE, "by 1.2", new Shortfall(1, 0.2))));
        ledger.pass(Duration.ofMinutes(2));
        for (int attempt = 2; attempt <= 3; attempt++) {
            // When
            ledger.send(failed(ledger.dispatched().get(0), FailureCode.DEVICE_OUT_OF_MEMORY));
            ledger.pass(Duration.ofMinutes(2));
        }
        // Then: twice as many attempts as the batch has are the end of it
        RenderTask best = ledger.dispatched().get(0);
        assertThat(best.attempt()).isEqualTo(4);
        assertThat(best.redraw()).isEqualTo(new Redraw(0, true));
        // When
        ledger.send(failed(best, FailureCode.DEVICE_OUT_OF_MEMORY));
        // Then
        assertThat(state(0)).isEqualTo(TaskState.FAILED);
        assertThat(ledger.deadLetters()).hasSize(1);
    }

    private List<RenderTask> dispatched(int total, int maxAttempts) {
        ledger.begin(BATCH, total, maxAttempts);
        ledger.tick();
        return ledger.dispatched();
    }

    private TaskState state(int index) {
        return ledger.tasks(BATCH).get(index).state();
    }

    private static TaskResult picture(RenderTask task, String dhash, @Nullable Integer variant) {
        String name = "k" + task.taskId().index();
        var image = new StoredImage(
                "images/" + name + ".png", name + ".json", "00", 9, null, null, null, new Likeness(dhash, variant));
        return answer(WORKER, task, new TaskOutcome.Rendered(image));
    }
}
