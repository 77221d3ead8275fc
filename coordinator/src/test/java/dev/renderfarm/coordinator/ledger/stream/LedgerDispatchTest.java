package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.stream.LedgerDriver.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.coordinator.ledger.books.Samples;
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
    void shouldWidenTheWindowWithTheFarmAndShareItAmongTenants() {
        // Given
        BatchId other = new BatchId("batch_2");
        ledger.capacity.become(2, 2);
        // When
        ledger.begin(BATCH, 500, 3);
        ledger.begin(other, 500, new Sharing(new TenantName("shop"), null));
        ledger.tick();
        // Then
        assertThat(ledger.dispatched())
                .hasSize(60)
                .filteredOn(task -> task.taskId().batchId().equals(other))
                .hasSize(30);
    }

    @Test
    void shouldKeepNoPlacesForABatchWhoseItemsAreNotHere() {
        // Given
        BatchId other = new BatchId("batch_2");
        ledger.capacity.become(2, 2);
        ledger.items.keepBack(BATCH);
        ledger.begin(BATCH, 500, 3);
        ledger.begin(other, 500, new Sharing(new TenantName("shop"), null));
        // When
        ledger.tick();
        // Then
        assertThat(ledger.dispatched())
                .hasSize(60)
                .allMatch(task -> task.taskId().batchId().equals(other));
    }

    @Test
    void shouldMixBatchesOnTheQueue() {
        // Given
        BatchId other = new BatchId("batch_2");
        ledger.capacity.become(2, 2);
        // When
        ledger.begin(BATCH, 500, 3);
        ledger.begin(other, 500, new Sharing(new TenantName("shop"), null));
        ledger.tick();
        // Then
        assertThat(ledger.dispatched().subList(0, 16))
                .filteredOn(task -> task.taskId().batchId().equals(other))
                .hasSize(8);
    }

    @Test
    void shouldServeBatchesOfATenantOneAfterTheOtherAndForgetNone() {
        // Given
        BatchId other = new BatchId("batch_2");
        ledger.capacity.become(2, 2);
        ledger.begin(BATCH, 500, 3);
        ledger.pass(Duration.ofSeconds(1));
        ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        // When
        ledger.begin(other, 500, 3);
        ledger.tick();
        // Then
        assertThat(ledger.dispatched())
                .hasSize(60)
                .filteredOn(task -> task.taskId().batchId().equals(other))
                .hasSize(3);
    }

    @Test
    void shouldNeverHaveMoreInFlightThanTheBatchWants() {
        // Given
        ledger.capacity.become(2, 2);
        ledger.begin(BATCH, 20, new Sharing(TenantName.DEFAULT, 3));
        List<RenderTask> open = new ArrayList<>();
        // When
        for (int settled = 0; settled < 20; settled++) {
            ledger.tick();
            open.addAll(ledger.dispatched());
            RenderTask next = open.remove(0);
            ledger.send(settled % 5 == 0 ? failed(next, FailureCode.RENDER_FAILED) : rendered(next));
            ledger.pass(Duration.ofSeconds(2));
            open.addAll(ledger.dispatched());
            // Then: fresh ones came at once, and the next attempt was due meanwhile
            assertThat(open).hasSizeBetween(1, 3);
        }
        assertThat(ledger.told())
                .allSatisfy(batch -> assertThat(batch.renderfarm().inFlight()).isLessThanOrEqualTo(3));
    }

    @Test
    void shouldDispatchOnALaneOfTheirOwnWhatSomebodyWaitsForAndLeaveTheWindowOfBatchesAsItIs() {
        // Given
        BatchId other = new BatchId("batch_2");
        ledger.begin(BATCH, 50, 3);
        ledger.tick();
        assertThat(ledger.dispatched()).hasSize(WINDOW);
        // When
        ledger.beginNow(other, 10);
        ledger.tick();
        // Then: all of them at once, however narrow the window is
        List<RenderTask> now = ledger.dispatchedNow();
        assertThat(now).hasSize(10).allSatisfy(task -> {
            assertThat(task.taskId().batchId()).isEqualTo(other);
            assertThat(task.lane()).isEqualTo(Lane.INTERACTIVE);
        });
        assertThat(ledger.nothingDispatched()).isTrue();
        assertThat(ledger.batch(other).renderfarm().origin().lane()).isEqualTo(Lane.INTERACTIVE);
        assertThat(ledger.batch(BATCH).renderfarm().origin().lane()).isNull();
        // When: one fails
        ledger.send(failed(now.get(0), FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofSeconds(2));
        // Then
        assertThat(ledger.dispatchedNow()).extracting(RenderTask::attempt).containsExactly(2);
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
        ledger.queues.doneSince(Samples.START);
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
                .containsExactly(FailureCode.TASK_LOST, FailureCode.TASK_LOST, FailureCode.RENDER_FAILED);
    }

    @Test
    void shouldNameTheWorkerThatVanishedWithATask() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.dispatched();
        // When
        ledger.queues.doneSince(Samples.START);
        ledger.capacity.vanishWith(Samples.WORKER, new TaskId(BATCH, 0));
        ledger.pass(Duration.ofSeconds(62));
        // Then
        assertThat(ledger.dispatched()).hasSize(1);
        assertThat(ledger.tasks(BATCH).get(0).attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.code()).isEqualTo(FailureCode.WORKER_LOST);
            assertThat(attempt.workerId()).isEqualTo(Samples.WORKER);
        });
    }

    @Test
    void shouldLeaveATaskAloneThatAWorkerHolds() {
        // Given
        ledger.begin(BATCH, 2, 2);
        ledger.tick();
        ledger.dispatched();
        // When
        ledger.queues.doneSince(Samples.START);
        ledger.capacity.hold(new TaskId(BATCH, 0));
        ledger.pass(Duration.ofSeconds(62));
        // Then
        assertThat(ledger.dispatched()).extracting(RenderTask::taskId).containsExactly(new TaskId(BATCH, 1));
    }

    @Test
    void shouldWaitForTheResultOfATaskThatTheBrokerHasJustDoneWith() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.dispatched();
        ledger.queues.doneSince(Samples.START.plusSeconds(50));
        // When
        ledger.pass(Duration.ofSeconds(100));
        List<RenderTask> tooEarly = ledger.dispatched();
        ledger.pass(Duration.ofSeconds(12));
        // Then
        assertThat(tooEarly).isEmpty();
        assertThat(ledger.dispatched()).hasSize(1);
    }

    @Test
    void shouldLoseNothingWhileTheQueueDoesNotMoveForAnHour() {
        // Given
        ledger.begin(BATCH, 8, 2);
        ledger.tick();
        List<RenderTask> queued = ledger.dispatched();
        // When
        for (int slots = 0; slots <= 2; slots++) {
            ledger.capacity.become(slots, 0);
            ledger.pass(Duration.ofMinutes(20));
        }
        // Then
        assertThat(queued).hasSize(WINDOW);
        assertThat(ledger.dispatched()).isEmpty();
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isZero();
        queued.forEach(task -> ledger.send(rendered(task)));
        ledger.tick();
        ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(8);
    }
}
