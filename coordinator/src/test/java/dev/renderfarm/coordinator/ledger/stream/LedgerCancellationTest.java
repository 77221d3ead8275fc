package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that end early: cancelled by their owner or expired. */
class LedgerCancellationTest {

    @AutoClose
    private final LedgerDriver ledger;

    LedgerCancellationTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldCancelWhatWaitsAtOnceAndConserveTheCounts() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        ledger.send(failed(tasks.get(0), FailureCode.RENDER_FAILED));
        // When
        ledger.send(new BatchCommand.Cancel(BATCH, Samples.START));
        // Then
        Batch cancelling = ledger.batch(BATCH);
        assertThat(cancelling.status()).isEqualTo(BatchStatus.CANCELLING);
        assertThat(cancelling.renderfarm().waiting()).isZero();
        assertThat(cancelling.renderfarm().inFlight()).isEqualTo(3);
        assertThat(cancelling.renderfarm().cancelled()).isEqualTo(7);
        // When
        ledger.send(rendered(tasks.get(1)));
        ledger.send(failed(tasks.get(2), FailureCode.BATCH_CANCELLED));
        ledger.send(failed(tasks.get(3), FailureCode.RENDER_FAILED));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch cancelled = ledger.batch(BATCH);
        assertThat(cancelled.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(cancelled.requestCounts().completed()).isEqualTo(1);
        assertThat(cancelled.requestCounts().failed()).isZero();
        assertThat(cancelled.renderfarm().cancelled()).isEqualTo(9);
        assertThat(cancelled.cancellingAt()).isNotNull();
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(ledger.deadLetters()).isEmpty();
        assertThat(ledger.tasks(BATCH))
                .extracting(TaskView::state)
                .containsOnly(TaskState.COMPLETED, TaskState.CANCELLED);
    }

    @Test
    void shouldIgnoreResultsThatComeAfterTheGracePeriodOfACancel() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        ledger.send(new BatchCommand.Cancel(BATCH, Samples.START));
        ledger.pass(Duration.ofSeconds(14));
        BatchStatus beforeTheEnd = ledger.batch(BATCH).status();
        ledger.pass(Duration.ofSeconds(2));
        // When
        ledger.send(rendered(task));
        ledger.send(finalized(ledger.batch(BATCH)));
        ledger.send(rendered(task));
        ledger.pass(Duration.ofMinutes(3));
        // Then
        assertThat(beforeTheEnd).isEqualTo(BatchStatus.CANCELLING);
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(batch.requestCounts().completed()).isZero();
        assertThat(batch.renderfarm().cancelled()).isEqualTo(10);
        assertThat(ledger.tasks(BATCH)).extracting(TaskView::state).containsOnly(TaskState.CANCELLED);
    }

    @Test
    void shouldEndAtOnceWhenCancelledBeforeItWasValidated() {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.send(new BatchCommand.Cancel(BATCH, Samples.START));
        ledger.send(validated(BATCH, 5));
        ledger.tick();
        // Then
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(ledger.dispatched()).isEmpty();
    }

    @Test
    void shouldExpireWhenTheCompletionWindowEnds() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        ledger.capacity.become(0, 0);
        ledger.jump(Samples.WINDOW_OF_TIME);
        // When
        ledger.send(rendered(task));
        ledger.pass(Duration.ofSeconds(16));
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.EXPIRED);
        assertThat(batch.expiredAt()).isNotNull();
        assertThat(batch.cancellingAt()).isNull();
        assertThat(batch.requestCounts().completed()).isEqualTo(1);
        assertThat(batch.renderfarm().cancelled()).isEqualTo(9);
    }
}
