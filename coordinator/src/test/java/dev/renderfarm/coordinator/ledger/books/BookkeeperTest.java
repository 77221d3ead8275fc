package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.books.FakeRefusedCommands.Refusal;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BookkeeperTest {

    private final FakeItems items = new FakeItems();
    private final FakeRefusedCommands refusals = new FakeRefusedCommands();
    private final MemoryTables tables = new MemoryTables();
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final Bookkeeper books = new Bookkeeper(
            tables,
            outbox,
            new SharedServices(
                    new FakeLongWork(),
                    items,
                    new FakeCapacity(),
                    new FakeQueues(),
                    new FarmShares(TenantWeights.EQUAL),
                    new ForecastCalibration(),
                    PictureTimes.UNKNOWN,
                    refusals,
                    AlikePictures.UNHEARD,
                    BatchTraces.NONE),
            Samples.policies(4));

    @Test
    void shouldGiveUpTheItemsOfItsBatchesWhenClosed() {
        // Given
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.validated(BATCH, 10), START);
        books.tick(START);
        // When
        books.close();
        // Then
        assertThat(items.forgotten()).containsExactly(BATCH);
    }

    @Test
    void shouldTellOfCommandsThatAreRefused() {
        // Given
        BatchCommand.Validated early = Samples.validated(new BatchId("batch_2"), 10);
        books.command(early, START);
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.rejected(BATCH), START);
        assertThat(refusals.refusals()).containsExactly(new Refusal(early, null));
        // When
        BatchCommand.Cancel late = new BatchCommand.Cancel(BATCH, START);
        BatchCommand.Submit again = Samples.submit(BATCH, 5);
        books.command(late, START);
        books.command(again, START);
        // Then
        assertThat(refusals.refusals())
                .contains(new Refusal(late, BatchStatus.FAILED), new Refusal(again, BatchStatus.FAILED));
        assertThat(tables.batch(BATCH)).extracting(BatchEntry::status).isEqualTo(BatchStatus.FAILED);
    }

    @Test
    void shouldKeepTheTimersOfABatchThatStandsStill() {
        // Given
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.validated(BATCH, 2), START);
        books.tick(START);
        books.result(Samples.failed(new TaskId(BATCH, 0), 1, FailureCode.RENDER_FAILED), START);
        books.command(new BatchCommand.Cancel(BATCH, START), START);
        int timers = tables.timers();
        // When
        Instant beforeGraceEnds = START.plusSeconds(10);
        books.tick(beforeGraceEnds);
        // Then
        TaskEntry waiting = requireNonNull(tables.task(new TaskId(BATCH, 0)));
        assertThat(waiting.timer()).isNotNull().extracting(Timer::due).matches(beforeGraceEnds::isBefore);
        assertThat(tables.timers()).isEqualTo(timers);
    }

    @Test
    void shouldFailATaskWhoseItemIsLostAndRenderTheOthers() {
        // Given
        items.lose(1);
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.validated(BATCH, 3), START);
        // When
        books.tick(START);
        // Then
        assertThat(outbox.dispatched).extracting(task -> task.taskId().index()).containsExactly(0, 2);
        assertThat(outbox.deadLetters).extracting(TaskResult::taskId).containsExactly(new TaskId(BATCH, 1));
        TaskEntry lost = requireNonNull(tables.task(new TaskId(BATCH, 1)));
        assertThat(lost.state()).isEqualTo(TaskState.FAILED);
        assertThat(lost.ended()).extracting(TaskEntry.Attempt::code).containsExactly(FailureCode.ITEM_LOST);
    }

    @Test
    void shouldFailATaskWhoseItemIsLostWhileItWaitsForAnotherAttempt() {
        // Given
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.validated(BATCH, 1), START);
        books.tick(START);
        books.result(Samples.failed(new TaskId(BATCH, 0), 1, FailureCode.RENDER_FAILED), START);
        items.lose(0);
        // When
        books.tick(START.plusSeconds(5));
        // Then
        BatchEntry batch = requireNonNull(tables.batch(BATCH));
        assertThat(batch.status()).isEqualTo(BatchStatus.FINALIZING);
        assertThat(batch.counts().failed()).isEqualTo(1);
        assertThat(outbox.dispatched).hasSize(1);
    }
}
