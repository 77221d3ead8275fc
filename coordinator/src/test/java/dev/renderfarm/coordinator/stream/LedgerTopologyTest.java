package dev.renderfarm.coordinator.stream;

import static dev.renderfarm.coordinator.bookkeeping.Samples.BATCH;
import static dev.renderfarm.coordinator.bookkeeping.Samples.failed;
import static dev.renderfarm.coordinator.bookkeeping.Samples.finalized;
import static dev.renderfarm.coordinator.bookkeeping.Samples.policies;
import static dev.renderfarm.coordinator.bookkeeping.Samples.rejected;
import static dev.renderfarm.coordinator.bookkeeping.Samples.rendered;
import static dev.renderfarm.coordinator.bookkeeping.Samples.submit;
import static dev.renderfarm.coordinator.bookkeeping.Samples.validated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.bookkeeping.Samples;
import dev.renderfarm.coordinator.command.BatchCommand;
import dev.renderfarm.coordinator.port.TaskState;
import dev.renderfarm.coordinator.port.TaskView;
import dev.renderfarm.coordinator.reading.StoredTaskDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTopologyTest {

    private static final int WINDOW = 4;

    @TempDir
    Path state;

    private LedgerDriver ledger;

    @BeforeEach
    void open() {
        ledger = LedgerDriver.inMemory(state.resolve("a"), policies(WINDOW));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void shouldAskForValidationUntilItIsReported() {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.tick();
        ledger.tick();
        ledger.send(validated(BATCH, 2));
        ledger.tick();
        // Then
        assertThat(ledger.longWork.validations()).containsExactly(BATCH, BATCH);
        assertThat(ledger.told()).extracting(Batch::status).startsWith(BatchStatus.VALIDATING, BatchStatus.IN_PROGRESS);
    }

    @Test
    void shouldChangeNothingWhenABatchIsSubmittedTwice() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        ledger.send(rendered(ledger.dispatched().get(0)));
        ledger.send(finalized(ledger.batch(BATCH)));
        ledger.told();
        // When
        ledger.send(submit(BATCH, 3));
        ledger.tick();
        // Then
        assertThat(ledger.told()).isEmpty();
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
    }

    @Test
    void shouldFailWithTheErrorsWhenTheInputIsRejected() {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.send(rejected(BATCH));
        ledger.tick();
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(batch.errors()).isEqualTo(rejected(BATCH).errors());
        assertThat(ledger.dispatched()).isEmpty();
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
    void shouldCompleteWhenEveryTaskHasSettledAndTheFilesAreWritten() {
        // Given
        ledger.begin(BATCH, 3, 1);
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        // When
        ledger.send(rendered(tasks.get(0)));
        ledger.send(failed(tasks.get(1), FailureCode.RENDER_FAILED));
        ledger.send(rendered(tasks.get(2)));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(ledger.longWork.finishes()).containsExactly(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(batch.requestCounts().completed()).isEqualTo(2);
        assertThat(batch.requestCounts().failed()).isEqualTo(1);
        assertThat(batch.outputFileId()).isEqualTo(finalized(batch).outputFileId());
        assertThat(batch.renderfarm().manifestFileId())
                .isEqualTo(finalized(batch).manifestFileId());
        assertThat(ledger.contents(LedgerTopology.TIMERS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 0, 0", "2, 0, 1, 1", "2, 1, 0, 1", "3, 1, 1, 1"})
    void shouldAskForTheFilesAgainWhenThoseWrittenTellOfOtherTasks(
            int total, int completed, int failed, int cancelled) {
        // Given
        ledger.begin(BATCH, 2, 1);
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        ledger.send(rendered(tasks.get(0)));
        ledger.send(failed(tasks.get(1), FailureCode.RENDER_FAILED));
        // When
        ledger.send(finalized(BATCH, new RequestCounts(total, completed, failed), cancelled));
        ledger.tick();
        BatchStatus afterOthers = ledger.batch(BATCH).status();
        ledger.send(finalized(BATCH, new RequestCounts(2, 1, 1), 0));
        // Then
        assertThat(afterOthers).isEqualTo(BatchStatus.FINALIZING);
        assertThat(ledger.longWork.finishes()).containsExactly(BATCH);
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
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
        assertThat(tasks().get(0).attempts()).extracting(TaskView.Attempt::code).hasSize(3);
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
        assertThat(tasks().get(0).state()).isEqualTo(TaskState.FAILED);
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
        assertThat(tasks().get(0).state()).isEqualTo(TaskState.COMPLETED);
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
        assertThat(tasks().get(0).state()).isEqualTo(TaskState.IN_FLIGHT);
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
        assertThat(tasks().get(0).attempts())
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
        assertThat(tasks()).extracting(TaskView::state).containsOnly(TaskState.COMPLETED, TaskState.CANCELLED);
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
        assertThat(tasks()).extracting(TaskView::state).containsOnly(TaskState.CANCELLED);
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

    @Test
    void shouldValidateAgainAfterARestart() {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger = ledger.restarted();
        ledger.tick();
        ledger.send(validated(BATCH, 1));
        ledger.tick();
        // Then
        assertThat(ledger.longWork.validations()).containsExactly(BATCH);
        assertThat(ledger.dispatched()).hasSize(1);
    }

    @Test
    void shouldFinishAgainAfterARestart() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        ledger.send(rendered(ledger.dispatched().get(0)));
        // When
        ledger = ledger.restarted();
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        assertThat(ledger.longWork.finishes()).containsExactly(BATCH);
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.COMPLETED);
    }

    @Test
    void shouldGoOnInProgressAfterARestart() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        List<RenderTask> before = ledger.dispatched();
        ledger.send(failed(before.get(0), FailureCode.RENDER_FAILED));
        // When
        ledger = ledger.restarted();
        ledger.capacity.become(0, 0);
        before.subList(1, WINDOW).forEach(task -> ledger.send(rendered(task)));
        ledger.tick();
        // Then
        assertThat(ledger.dispatched())
                .extracting(task -> task.taskId().index() + "/" + task.attempt())
                .containsExactlyInAnyOrder("4/1", "5/1", "6/1", "0/2");
    }

    @Test
    void shouldSkipMalformedRecords() {
        // Given
        byte[] submission = Json.bytes(submit(BATCH, 3));
        // When
        ledger.sendRaw(BATCH.value(), "{\"type\":".getBytes(UTF_8));
        ledger.sendRaw(BATCH.value(), null);
        ledger.sendRaw("batch_other", submission);
        ledger.sendRaw(BATCH.value(), submission);
        // Then
        assertThat(ledger.told()).extracting(Batch::status).containsExactly(BatchStatus.VALIDATING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "{\"type\":\"submit\"}",
                "{\"type\":\"submit\",\"batch_id\":\"batch_1\",\"seed\":1,\"max_attempts\":1,\"metadata\":{}}",
                "{\"type\":\"cancel\"}",
                "{\"type\":\"validated\",\"batch_id\":\"batch_1\",\"total\":1}",
                "{\"type\":\"rejected\",\"batch_id\":\"batch_1\"}",
                "{\"type\":\"finalized\",\"batch_id\":\"batch_1\"}",
                "{\"attempt\":1,\"outcome\":{\"type\":\"rendered\"}}",
                "{\"task_id\":\"batch_1/0\",\"attempt\":1}",
                "{\"task_id\":\"batch_1/0\",\"attempt\":1,\"worker_id\":\"w\",\"model_digest\":\"x\","
                        + "\"started_at\":\"2026-01-01T00:00:00Z\",\"finished_at\":\"2026-01-01T00:00:00Z\","
                        + "\"outcome\":{\"type\":\"rendered\"}}",
                "{\"task_id\":\"batch_1/0\",\"attempt\":1,\"worker_id\":\"w\",\"model_digest\":\"x\","
                        + "\"started_at\":\"2026-01-01T00:00:00Z\",\"finished_at\":\"2026-01-01T00:00:00Z\","
                        + "\"outcome\":{\"type\":\"failed\"}}",
            })
    void shouldSkipRecordsThatLackWhatTheyMustHave(String json) {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.sendRaw(BATCH.value(), json.getBytes(UTF_8));
        ledger.send(validated(BATCH, 1));
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        ledger.sendRaw(BATCH.value(), json.getBytes(UTF_8));
        ledger.pass(Duration.ofSeconds(1));
        // Then
        assertThat(tasks).hasSize(1);
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.IN_PROGRESS);
        assertThat(ledger.batch(BATCH).renderfarm().inFlight()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"id\":\"batch_1\"}"})
    void shouldSkipMalformedStatus(String json) {
        // Given
        ledger.send(submit(BATCH, 3));
        // When
        ledger.sendRawStatus(BATCH.value(), json.getBytes(UTF_8));
        // Then
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.VALIDATING);
    }

    @Test
    void shouldTellProgressAtMostFourTimesASecond() {
        // Given
        ledger.begin(BATCH, 1000, 3);
        ledger.tick();
        ledger.told();
        // When
        for (int tick = 0; tick < 20; tick++) {
            ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
            ledger.tick();
        }
        // Then
        List<Batch> told = ledger.told();
        assertThat(told).hasSizeBetween(6, 9);
        assertThat(told)
                .extracting(batch -> batch.renderfarm().sequence())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldSendCloudEventsWithTheirKeys() {
        // Given
        ledger.begin(BATCH, 1, 3);
        // When
        ledger.tick();
        // Then
        assertThat(ledger.dispatchedRecords()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("batch_1/0");
            assertThat(header(record, "ce_type")).isEqualTo("dev.renderfarm.task.dispatched");
            assertThat(header(record, "ce_id")).isEqualTo("batch_1/0/1");
        });
        assertThat(ledger.toldRecords()).isNotEmpty().allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(BATCH.value());
            assertThat(header(record, "ce_type")).isEqualTo("dev.renderfarm.batch.status");
            assertThat(header(record, "ce_subject")).isEqualTo(BATCH.value());
        });
    }

    private static String header(org.apache.kafka.streams.test.TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private List<TaskView> tasks() {
        return new StoredTaskDirectory(new StreamReader(ledger), new StatusTable(ledger))
                .list(BATCH, null, 0, 100)
                .tasks();
    }
}
