package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.stream.LedgerDriver.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the ledger dispatches tasks, and when it does so again because nothing is heard of them. */
class LedgerDispatchTest {

    @AutoClose
    private final LedgerDriver ledger;

    LedgerDispatchTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldNeverHaveMoreInFlightThanTheWindow() {
        // Given
        ledger.begin(BATCH, 50, 3);
        List<RenderTask> open = new ArrayList<>();
        int rendered = 0;
        // When
        while (rendered < 50) {
            ledger.tick();
            open.addAll(ledger.dispatched());
            // Then
            assertThat(open).hasSizeBetween(1, WINDOW);
            ledger.send(rendered(open.remove(0)));
            rendered++;
        }
        assertThat(ledger.told())
                .allSatisfy(batch -> assertThat(batch.renderfarm().inFlight()).isLessThanOrEqualTo(WINDOW));
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.FINALIZING);
    }

    @Test
    void shouldWidenTheWindowWithTheFarmAndShareItEqually() {
        // Given
        BatchId other = new BatchId("batch_2");
        ledger.capacity.become(2, 2);
        // When
        ledger.begin(BATCH, 500, 3);
        ledger.begin(other, 500, 3);
        ledger.tick();
        // Then
        assertThat(ledger.dispatched())
                .hasSize(60)
                .filteredOn(task -> task.taskId().batchId().equals(other))
                .hasSize(30);
    }

    @Test
    void shouldDispatchWhenItemsHaveArrived() {
        // Given
        ledger.items.away(true);
        ledger.begin(BATCH, 2, 3);
        ledger.tick();
        List<RenderTask> before = ledger.dispatched();
        // When
        ledger.items.away(false);
        ledger.tick();
        // Then
        assertThat(before).isEmpty();
        assertThat(ledger.dispatched()).hasSize(2);
    }

    @Test
    void shouldDispatchAgainWithoutSpendingAnAttemptWhenNothingIsHeardOfATask() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.dispatched();
        // When
        ledger.pass(Duration.ofSeconds(61));
        List<RenderTask> second = ledger.dispatched();
        ledger.pass(Duration.ofSeconds(110));
        List<RenderTask> tooEarly = ledger.dispatched();
        ledger.pass(Duration.ofSeconds(12));
        List<RenderTask> third = ledger.dispatched();
        ledger.send(failed(third.get(0), FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofSeconds(1));
        // Then
        assertThat(second).extracting(RenderTask::attempt).containsExactly(2);
        assertThat(tooEarly).isEmpty();
        assertThat(third).extracting(RenderTask::attempt).containsExactly(3);
        assertThat(ledger.dispatched()).extracting(RenderTask::attempt).containsExactly(4);
        assertThat(ledger.tasks(BATCH).get(0).attempts())
                .extracting(TaskView.Attempt::code)
                .containsExactly(FailureCode.WORKER_LOST, FailureCode.WORKER_LOST, FailureCode.RENDER_FAILED);
    }

    @Test
    void shouldLeaveATaskAloneThatAWorkerHoldsOrNobodyCanHaveTaken() {
        // Given
        ledger.begin(BATCH, 2, 2);
        ledger.tick();
        ledger.dispatched();
        ledger.capacity.hold(new TaskId(BATCH, 0));
        // When
        ledger.capacity.become(0, 0);
        ledger.pass(Duration.ofSeconds(62));
        List<RenderTask> withoutWorkers = ledger.dispatched();
        ledger.capacity.become(1, 0);
        ledger.pass(Duration.ofSeconds(62));
        // Then
        assertThat(withoutWorkers).isEmpty();
        assertThat(ledger.dispatched()).extracting(RenderTask::taskId).containsExactly(new TaskId(BATCH, 1));
    }

    @Test
    void shouldWaitForATaskThatIsStillQueuedBehindOthers() {
        // Given
        ledger.begin(BATCH, 4, 2);
        ledger.capacity.become(1, 0.05);
        ledger.tick();
        ledger.dispatched();
        // When
        ledger.pass(Duration.ofSeconds(200));
        // Then
        assertThat(ledger.dispatched()).isEmpty();
    }
}
