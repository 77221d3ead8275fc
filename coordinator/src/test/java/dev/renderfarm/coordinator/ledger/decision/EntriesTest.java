package dev.renderfarm.coordinator.ledger.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntriesTest {

    private static final TaskId TASK = new TaskId(Samples.BATCH, 3);

    private final BatchDecisions batches = new BatchDecisions(Duration.ofSeconds(15));
    private final TaskDecisions tasks = new TaskDecisions(Samples.policies(4).watchdogs());
    private final ResultDecisions results = new ResultDecisions(
            Samples.policies(4).retries(), Samples.policies(4).spared(), new NearDuplicates(2));

    @Test
    void shouldReadBackWhatTheStoresHold() {
        // Given
        BatchEntry batch = inProgress().movedTo(BatchStatus.FINALIZING, Samples.START);
        batch = batch.withFiles(Samples.finalized(batch.view())).nextStatus(Samples.START, null);
        Timer watchdog = Timer.watchdog(TASK, Samples.START.plusSeconds(60));
        TaskEntry task = TaskEntry.dispatched(TASK, watchdog, Duration.ofMinutes(1), Samples.START)
                .lost(lost(1), Duration.ofMinutes(2), Timer.retry(TASK, Samples.START))
                .dispatchedAgain(watchdog, Samples.START)
                .spared(null, Timer.retry(TASK, Samples.START));
        // When
        BatchEntry batchRead = Json.read(Json.bytes(batch), BatchEntry.class);
        TaskEntry taskRead = Json.read(Json.bytes(task), TaskEntry.class);
        // Then
        assertThat(batchRead).isEqualTo(batch);
        assertThat(taskRead).isEqualTo(task);
    }

    @Test
    void shouldRefuseCountsThatDoNotAddUp() {
        assertThatThrownBy(() -> new BatchCounts(3, 1, 0, 1, 0, 0, 0)).hasMessageContaining("add up to 3");
        assertThatThrownBy(() -> new BatchCounts(0, 1, 0, -1, 0, 0, 0)).hasMessageContaining("negative");
    }

    @Test
    void shouldRefuseAMoveThatIsNotLegal() {
        assertThatThrownBy(() -> inProgress().movedTo(BatchStatus.COMPLETED, Samples.START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot move from IN_PROGRESS to COMPLETED");
    }

    @Test
    void shouldKeepTheLastAttemptsOnly() {
        // Given
        Instant now = Samples.START;
        TaskEntry task = TaskEntry.dispatched(TASK, Timer.watchdog(TASK, now), Duration.ofMinutes(1), now);
        // When
        for (int lost = 0; lost < 40; lost++) {
            task = task.lost(lost(task.attempt()), Duration.ofMinutes(1), Timer.retry(TASK, now))
                    .dispatchedAgain(Timer.watchdog(TASK, now), now);
        }
        // Then
        assertThat(task.ended()).hasSize(TaskEntry.KEPT_ATTEMPTS);
        assertThat(task.ended().get(TaskEntry.KEPT_ATTEMPTS - 1).number()).isEqualTo(40);
        assertThat(task.ended()).allMatch(attempt -> attempt.code() == FailureCode.TASK_LOST);
    }

    @Test
    void shouldFinalizeABatchOfNoTasks() {
        BatchEntry empty =
                batches.submit(Samples.submit(Samples.BATCH, 3), Samples.START).batch();
        assertThat(batches.validated(empty, Samples.validated(Samples.BATCH, 0), Samples.START)
                        .orElseThrow()
                        .batch()
                        .status())
                .isEqualTo(BatchStatus.FINALIZING);
    }

    @Test
    void shouldDispatchItemsInOrderOnly() {
        assertThatThrownBy(() -> tasks.dispatch(inProgress(), Samples.item(1), Samples.START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("item 1 of batch_1 is not the next");
    }

    @Test
    void shouldChangeNothingWhenAResultIsOfATaskThatWasNeverDispatched() {
        BatchEntry batch = inProgress();
        assertThat(results.result(
                                batch, task -> null, Samples.rendered(TASK, 1), Workforce.of(List.of()), Samples.START)
                        .batch())
                .isSameAs(batch);
    }

    @Test
    void shouldTakeTasksOfAStoppedBatchForCancelledWhateverTheirEntriesSay() {
        // Given
        Decision dispatched = tasks.dispatch(inProgress(), Samples.item(0), Samples.START);
        // When
        BatchEntry cancelling =
                batches.cancel(dispatched.batch(), Samples.START).orElseThrow().batch();
        BatchEntry finalizing = batches.graceEnded(cancelling, Samples.START).batch();
        // Then
        assertThat(cancelling.stateOf(null)).isEqualTo(TaskState.CANCELLED);
        assertThat(cancelling.stateOf(dispatched.task())).isEqualTo(TaskState.IN_FLIGHT);
        assertThat(finalizing.stateOf(dispatched.task())).isEqualTo(TaskState.CANCELLED);
    }

    private static TaskEntry.Attempt lost(int attempt) {
        return new TaskEntry.Attempt(attempt, null, FailureCode.TASK_LOST, "gone", Samples.START);
    }

    private BatchEntry inProgress() {
        BatchEntry validating =
                batches.submit(Samples.submit(Samples.BATCH, 3), Samples.START).batch();
        return batches.validated(validating, Samples.validated(Samples.BATCH, 5), Samples.START)
                .orElseThrow()
                .batch();
    }
}
