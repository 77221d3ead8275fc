package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static dev.renderfarm.coordinator.ledger.books.Samples.WORKER;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.Hindrance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everyone is told of a batch that stands still. */
class LedgerWaitingTest {

    private static final Duration A_WHILE = Duration.ofSeconds(30);

    @AutoClose
    private LedgerDriver ledger;

    LedgerWaitingTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldSayNothingWhilePicturesMove() {
        // Given
        ledger.begin(BATCH, 400, 3);
        // When
        for (int second = 0; second < 40; second++) {
            ledger.pass(Duration.ofSeconds(1));
            ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        }
        // Then
        assertThat(ledger.told())
                .isNotEmpty()
                .allMatch(batch -> batch.renderfarm().waitingFor() == null);
    }

    @Test
    void shouldSayThatNoWorkerIsThereSinceWhenAndUntilAPictureMoves() {
        // Given
        ledger.capacity.become(0, 0);
        ledger.begin(BATCH, 2, 3);
        // When
        ledger.pass(Duration.ofMinutes(3));
        // Then
        WaitingFor reason = requireNonNull(reason());
        assertThat(reason.code()).isEqualTo(WaitingCode.NO_WORKERS);
        assertThat(reason.message()).isEqualTo("no worker of model tiny is running");
        assertThat(reason.since()).isBetween(START, START.plusSeconds(2));
        // When
        ledger.capacity.become(1, 0);
        ledger.send(rendered(ledger.dispatched().get(0)));
        ledger.pass(Duration.ofSeconds(2));
        // Then
        assertThat(reason()).isNull();
    }

    @Test
    void shouldSayThatOthersAreAheadWhenAllPlacesFallToThem() {
        // Given
        BatchId later = new BatchId("batch_2");
        ledger.begin(BATCH, 400, 3);
        ledger.pass(Duration.ofSeconds(1));
        ledger.begin(later, 5, 3);
        // When
        ledger.pass(A_WHILE);
        // Then
        assertThat(ledger.batch(later).renderfarm().waitingFor()).satisfies(reason -> {
            assertThat(reason).isNotNull();
            assertThat(reason.code()).isEqualTo(WaitingCode.OTHERS_AHEAD);
            assertThat(reason.message())
                    .isEqualTo("another batch of model tiny is served before it, which is of tenant default and has"
                            + " priority 0");
        });
        assertThat(ledger.tasks(later)).allSatisfy(task -> assertThat(task.waitingFor())
                .extracting(WaitingFor::code)
                .isEqualTo(WaitingCode.OTHERS_AHEAD));
    }

    @Test
    void shouldFinishWhatIsInHandAndSayThatABudgetIsUsedUpUntilItFrees() {
        // Given
        ledger.begin(BATCH, 400, 3);
        ledger.tick();
        List<RenderTask> inHand = ledger.dispatched();
        // When
        ledger.allowances.useUp();
        inHand.subList(1, inHand.size()).forEach(task -> ledger.send(rendered(task)));
        ledger.send(failed(inHand.get(0), FailureCode.RENDER_FAILED));
        ledger.pass(A_WHILE);
        // Then: nothing more goes out, not even another attempt
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(requireNonNull(reason()).code()).isEqualTo(WaitingCode.BUDGET);
        assertThat(requireNonNull(reason()).message()).isEqualTo("tenant default has used up a budget");
        assertThat(ledger.batch(BATCH).renderfarm().isHeld()).isTrue();
        assertThat(ledger.batch(BATCH).renderfarm().course().eta()).isNull();
        assertThat(ledger.batch(BATCH).requestCounts().failed()).isZero();
        // When
        ledger.allowances.free();
        ledger.pass(Duration.ofSeconds(3));
        // Then
        assertThat(ledger.dispatched()).isNotEmpty();
        assertThat(reason()).isNull();
    }

    @Test
    void shouldGiveNothingOutThatSomebodyWaitsForWhenABudgetIsUsedUp() {
        ledger.allowances.useUp();
        ledger.beginNow(BATCH, 1);
        ledger.pass(A_WHILE);
        assertThat(requireNonNull(reason()).code()).isEqualTo(WaitingCode.BUDGET);
        ledger.allowances.free();
        ledger.pass(Duration.ofSeconds(3));
        assertThat(ledger.batch(BATCH).renderfarm().inFlight()).isEqualTo(1);
    }

    @Test
    void shouldSayOfATaskThatItIsTriedAgainAndWhy() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.tick();
        // When
        ledger.send(failed(ledger.dispatched().get(0), FailureCode.RENDER_FAILED));
        // Then
        List<TaskView> tasks = ledger.tasks(BATCH);
        WaitingFor reason = requireNonNull(tasks.get(0).waitingFor());
        assertThat(reason.code()).isEqualTo(WaitingCode.RETRIES);
        assertThat(reason.message()).startsWith("it is tried again after render_failed, not before 2026-01-01T00:00:0");
        assertThat(tasks.get(1).waitingFor()).isNull();
    }

    @Test
    void shouldTellACauseOnceHoweverLongItLasts() {
        // Given
        ledger.capacity.become(0, 0);
        ledger.begin(BATCH, 2, 3);
        ledger.pass(A_WHILE);
        ledger.told();
        // When
        ledger.pass(Duration.ofMinutes(20));
        // Then
        assertThat(ledger.told()).isEmpty();
    }

    @Test
    void shouldKeepSinceWhenTheCoordinatorRestarts() {
        // Given
        ledger.capacity.become(0, 0);
        ledger.begin(BATCH, 2, 3);
        ledger.pass(A_WHILE);
        Instant since = requireNonNull(reason()).since();
        // When
        ledger = ledger.restarted();
        ledger.capacity.become(0, 0);
        ledger.pass(A_WHILE);
        // Then
        assertThat(ledger.told()).isNotEmpty().allSatisfy(batch -> assertThat(
                        requireNonNull(batch.renderfarm().waitingFor()).since())
                .isEqualTo(since));
    }

    @Test
    void shouldSayWhatKeepsTheWorkersFromTheirWork() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.capacity.setAside(WORKER, problem());
        ledger.capacity.setAside(new WorkerId("worker-2"), problem());
        // When
        ledger.pass(A_WHILE);
        // Then
        assertThat(requireNonNull(reason()).message())
                .isEqualTo("2 of 2 workers of model tiny are set aside: storage_full, the storage is full");
        // When
        ledger.capacity.become(WORKER, WorkerState.STARTING);
        ledger.capacity.leave(new WorkerId("worker-2"));
        ledger.pass(A_WHILE);
        // Then
        assertThat(requireNonNull(reason()).code()).isEqualTo(WaitingCode.WORKERS_STARTING);
    }

    @Test
    void shouldTellWorkForOthersFromAQueueThatNobodyTakes() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.capacity.hold(new TaskId(new BatchId("batch_2"), 0));
        // When
        ledger.pass(A_WHILE);
        // Then
        assertThat(requireNonNull(reason()).message())
                .isEqualTo("the workers of model tiny are busy with other batches");
        // When
        ledger.capacity.release(new TaskId(new BatchId("batch_2"), 0));
        ledger.pass(A_WHILE);
        // Then
        assertThat(requireNonNull(reason()).code()).isEqualTo(WaitingCode.BROKER);
    }

    @Test
    void shouldSayThatWorkersHaveItsPicturesInHandOnlyAfterLong() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.capacity.hold(new TaskId(BATCH, 0));
        // When
        ledger.pass(Duration.ofSeconds(110));
        WaitingFor early = reason();
        ledger.pass(A_WHILE);
        // Then
        assertThat(early).isNull();
        assertThat(requireNonNull(reason()).code()).isEqualTo(WaitingCode.RENDERING);
    }

    @Test
    void shouldSayWhenTheNextAttemptIsDue() {
        // Given
        ledger.begin(BATCH, 1, 9);
        ledger.tick();
        for (int attempt = 0; attempt < 6; attempt++) {
            ledger.send(failed(ledger.dispatched().get(0), FailureCode.RENDER_FAILED));
            while (attempt < 5 && ledger.nothingDispatched()) {
                ledger.tick();
            }
        }
        // When
        ledger.pass(Duration.ofSeconds(6));
        // Then
        assertThat(requireNonNull(reason()).message())
                .matches("1 of its pictures is tried again after render_failed, the next at 2026-01-01T00:0.:..Z");
    }

    @Test
    void shouldSayThatTheCoordinatorCannotUseTheBucket() {
        // Given
        var away = new Hindrance(WaitingCode.STORAGE, "the check of its input cannot be done");
        ledger.longWork.hinder(away);
        ledger.send(submit(BATCH, 3));
        ledger.pass(A_WHILE);
        assertThat(requireNonNull(reason()).message()).isEqualTo(away.message());
        // When
        ledger.longWork.hinder(null);
        ledger.items.away(true);
        ledger.begin(BATCH, 2, 3);
        WaitingFor atFirst = reason();
        ledger.pass(A_WHILE);
        // Then
        assertThat(atFirst).isNull();
        assertThat(requireNonNull(reason()).message()).isEqualTo("its items are away");
    }

    @Test
    void shouldSayThatFilesAreBeingWrittenAndNothingAtTheEnd() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        ledger.send(rendered(task));
        // When
        ledger.pass(A_WHILE);
        // Then
        assertThat(requireNonNull(reason()).code()).isEqualTo(WaitingCode.FINALIZATION);
        // When
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        assertThat(reason()).isNull();
    }

    private static WorkerProblem problem() {
        return new WorkerProblem(FailureCode.STORAGE_FULL, "the storage is full", START);
    }

    private @Nullable WaitingFor reason() {
        Batch batch = ledger.batch(BATCH);
        return batch.renderfarm().waitingFor();
    }
}
