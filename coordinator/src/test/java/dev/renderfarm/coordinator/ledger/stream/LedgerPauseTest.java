package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.WORKER;
import static dev.renderfarm.coordinator.ledger.books.Samples.answer;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that stand still since somebody wants it so. */
class LedgerPauseTest {

    /** Longer than a task that a batch has left alone waits before it looks again. */
    private static final Duration WITHIN_SECONDS = Duration.ofSeconds(7);

    private final Queue<RenderTask> out = new ArrayDeque<>();

    @AutoClose
    private LedgerDriver ledger;

    LedgerPauseTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldHoldNoPlacesForTasksThatWereLostWhilePaused() {
        // Given
        ledger.queues.doneSince(Samples.START);
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.dispatched();
        // When
        pause();
        ledger.pass(Duration.ofSeconds(90));
        // Then
        assertThat(ledger.batch(BATCH).renderfarm().inFlight()).isZero();
        assertThat(ledger.batch(BATCH).renderfarm().waiting()).isEqualTo(1);
        assertThat(ledger.dispatched()).isEmpty();
        // When
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.pass(WITHIN_SECONDS);
        // Then
        assertThat(ledger.dispatched()).extracting(RenderTask::attempt).containsExactly(2);
    }

    @Test
    void shouldGiveNothingOutWhenPausedAndAllOfItWhenResumed() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        ledger.told();
        // When
        pause();
        // Then: everyone is told at once
        assertThat(ledger.told())
                .hasSize(1)
                .allSatisfy(told -> assertThat(told.renderfarm().isPaused()).isTrue());
        // When: one was being rendered, the others are left alone by the workers
        ledger.send(rendered(tasks.get(0)));
        tasks.subList(1, tasks.size())
                .forEach(task -> ledger.send(answer(WORKER, task, new TaskOutcome.Declined("the batch is paused"))));
        ledger.pass(Duration.ofSeconds(90));
        // Then
        Batch paused = ledger.batch(BATCH);
        assertThat(paused.status()).isEqualTo(BatchStatus.IN_PROGRESS);
        assertThat(paused.requestCounts().completed()).isEqualTo(1);
        assertThat(paused.renderfarm().waiting()).isEqualTo(9);
        assertThat(paused.renderfarm().isPaused()).isTrue();
        assertThat(paused.renderfarm().retries()).isZero();
        assertThat(ledger.dispatched()).isEmpty();
        // When
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.pass(WITHIN_SECONDS);
        // Then
        assertThat(ledger.batch(BATCH).renderfarm().isPaused()).isFalse();
        assertThat(ledger.dispatched())
                .extracting(RenderTask::taskId)
                .containsAll(tasks.subList(1, tasks.size()).stream()
                        .map(RenderTask::taskId)
                        .toList())
                .hasSize(LedgerDriver.WINDOW);
    }

    @Test
    void shouldTryAgainOnlyWhenResumedWhereARetryFallsDueDuringThePause() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        RenderTask first = ledger.dispatched().get(0);
        ledger.send(failed(first, FailureCode.RENDER_FAILED));
        pause();
        ledger = ledger.restarted();
        // When
        ledger.pass(Duration.ofMinutes(5));
        // Then: it is due long since
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(ledger.batch(BATCH).renderfarm().waiting()).isEqualTo(1);
        // When
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.pass(Duration.ofSeconds(31));
        // Then
        List<RenderTask> again = ledger.dispatched();
        assertThat(again).extracting(RenderTask::taskId, RenderTask::attempt).containsExactly(tuple(first.taskId(), 2));
        // When
        ledger.send(rendered(again.get(0)));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isEqualTo(1);
    }

    @Test
    void shouldGiveOutWhatCameBackAtOnceWhenALongPauseEnds() {
        // Given: all of it came back
        ledger.begin(BATCH, LedgerDriver.WINDOW, 3);
        ledger.tick();
        ledger.dispatched()
                .forEach(task -> ledger.send(answer(WORKER, task, new TaskOutcome.Declined("the batch is paused"))));
        pause();
        ledger.pass(Duration.ofMinutes(30));
        // When
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.tick();
        // Then
        assertThat(ledger.dispatched())
                .extracting(RenderTask::attempt)
                .hasSize(LedgerDriver.WINDOW)
                .containsOnly(2);
        // When: nothing of it is given out twice, though its timers were put off for later
        ledger.pass(Duration.ofSeconds(31));
        // Then
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(ledger.batch(BATCH).renderfarm().inFlight()).isEqualTo(LedgerDriver.WINDOW);
    }

    @Test
    void shouldGoOnWithinHalfAMinuteWhenTheCoordinatorRestartsDuringALongPause() {
        // Given
        ledger.begin(BATCH, LedgerDriver.WINDOW, 3);
        ledger.tick();
        ledger.dispatched()
                .forEach(task -> ledger.send(answer(WORKER, task, new TaskOutcome.Declined("the batch is paused"))));
        pause();
        ledger.pass(Duration.ofSeconds(45));
        // When
        ledger = ledger.restarted();
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.pass(Duration.ofSeconds(31));
        // Then
        assertThat(ledger.dispatched()).hasSize(LedgerDriver.WINDOW);
    }

    @Test
    void shouldWaitForANextAttemptAsLongAsWithoutAPause() {
        // Given: an attempt failed shortly before
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        ledger.send(failed(ledger.dispatched().get(0), FailureCode.RENDER_FAILED));
        // When
        pause();
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.tick();
        // Then
        assertThat(ledger.dispatched()).isEmpty();
    }

    @Test
    void shouldStayPausedWhenTheCoordinatorRestartsOrItsInputIsValidated() {
        // Given
        ledger.send(submit(BATCH, 3));
        pause();
        // When
        ledger.send(validated(BATCH, 5));
        // Then
        assertThat(ledger.told()).last().satisfies(told -> {
            assertThat(told.status()).isEqualTo(BatchStatus.IN_PROGRESS);
            assertThat(told.renderfarm().isPaused()).isTrue();
        });
        // When
        ledger = ledger.restarted();
        ledger.pass(WITHIN_SECONDS);
        // Then
        assertThat(ledger.dispatched()).isEmpty();
        // When
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        ledger.tick();
        // Then
        assertThat(ledger.dispatched()).hasSize(LedgerDriver.WINDOW);
    }

    @Test
    void shouldStopOnceWhenTooManyOfItsPicturesFail() {
        // Given: one in ten may fail
        ledger.send(submit(BATCH, 1, Terms.NONE.stoppingWhenFailed(0.1)));
        ledger.send(validated(BATCH, 40));
        settle(18, task -> rendered(task));
        settle(2, task -> failed(task, FailureCode.RENDER_FAILED));
        assertThat(ledger.batch(BATCH).renderfarm().isPaused()).isFalse();
        // When
        settle(1, task -> failed(task, FailureCode.RENDER_FAILED));
        // Then
        Batch stopped = ledger.told().get(0);
        assertThat(stopped.renderfarm().isPaused()).isTrue();
        assertThat(Objects.requireNonNull(stopped.renderfarm().waitingFor()).code())
                .isEqualTo(WaitingCode.FAILURES);
        // When: somebody knows better
        ledger = ledger.restarted();
        ledger.send(new BatchCommand.Resume(BATCH, Samples.START));
        settle(5, task -> failed(task, FailureCode.RENDER_FAILED));
        // Then
        assertThat(ledger.batch(BATCH).renderfarm().isPaused()).isFalse();
        assertThat(ledger.batch(BATCH).requestCounts().failed()).isEqualTo(8);
    }

    private void settle(int tasks, Function<RenderTask, TaskResult> outcome) {
        for (int i = 0; i < tasks; i++) {
            ledger.pass(Duration.ofSeconds(1));
            out.addAll(ledger.dispatched());
            ledger.told();
            ledger.send(outcome.apply(out.remove()));
        }
    }

    @Test
    void shouldBePausedNoMoreWhenItIsCancelled() {
        // Given
        ledger.begin(BATCH, 10, 3);
        pause();
        // When
        ledger.send(new BatchCommand.Cancel(BATCH, Samples.START));
        ledger.pass(Duration.ofSeconds(16));
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(batch.renderfarm().isPaused()).isFalse();
        assertThat(batch.renderfarm().cancelled()).isEqualTo(10);
    }

    @Test
    void shouldExpireWhilePaused() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        pause();
        // When
        ledger.jump(Samples.WINDOW_OF_TIME);
        ledger.pass(Duration.ofSeconds(16));
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.EXPIRED);
        assertThat(batch.renderfarm().isPaused()).isFalse();
        assertThat(batch.renderfarm().cancelled()).isEqualTo(10);
    }

    private void pause() {
        ledger.send(new BatchCommand.Pause(BATCH, Samples.START));
    }
}
