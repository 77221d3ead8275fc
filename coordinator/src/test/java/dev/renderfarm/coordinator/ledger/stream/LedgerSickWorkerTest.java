package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no fault of a picture does not cost the picture: a sick worker beside a good one, a bucket that is away. */
class LedgerSickWorkerTest {

    private static final WorkerId SICK = new WorkerId("worker-1");
    private static final WorkerId GOOD = new WorkerId("worker-2");
    private static final WorkerId ALSO_SICK = new WorkerId("worker-3");

    @AutoClose
    private final LedgerDriver ledger;

    LedgerSickWorkerTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @BeforeEach
    void startTwoWorkers() {
        ledger.capacity.become(SICK, WorkerState.READY);
        ledger.capacity.become(GOOD, WorkerState.READY);
    }

    @Test
    void shouldGiveTheNextAttemptToAnotherWorkerAsLongAsThereIsOne() {
        // Given
        ledger.begin(BATCH, 1, 5);
        ledger.tick();
        RenderTask first = ledger.dispatched().get(0);
        // When
        ledger.send(answer(SICK, first, failure(FailureCode.RENDER_FAILED)));
        ledger.pass(Duration.ofSeconds(1));
        RenderTask second = ledger.dispatched().get(0);
        ledger.capacity.become(GOOD, WorkerState.SET_ASIDE);
        ledger.send(answer(SICK, second, declined()));
        ledger.pass(Duration.ofSeconds(1));
        RenderTask third = ledger.dispatched().get(0);
        // Then
        assertThat(first.avoid()).isEmpty();
        assertThat(second.avoid()).containsExactly(SICK);
        assertThat(third.avoid()).isEmpty();
    }

    @Test
    void shouldSpendNoAttemptWhenAWorkerLeavesATaskToAnotherOne() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.send(answer(SICK, ledger.dispatched().get(0), failure(FailureCode.RENDER_FAILED)));
        // When
        for (int times = 0; times < 50; times++) {
            ledger.pass(Duration.ofSeconds(16));
            ledger.send(answer(SICK, ledger.dispatched().get(0), declined()));
        }
        ledger.pass(Duration.ofSeconds(16));
        ledger.send(answer(GOOD, ledger.dispatched().get(0), picture()));
        // Then
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(1);
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isEqualTo(1);
        assertThat(ledger.tasks(BATCH).get(0).attempts()).hasSize(2);
        assertThat(ledger.deadLetters()).isEmpty();
    }

    @Test
    void shouldWaitLongerBetweenDeclinesUpToFifteenSeconds() {
        // Given
        ledger.begin(BATCH, 1, 2);
        List<Duration> waits = new ArrayList<>();
        ledger.tick();
        // When
        for (int times = 0; times < 7; times++) {
            ledger.send(answer(SICK, ledger.dispatched().get(0), declined()));
            waits.add(untilDispatched());
        }
        // Then
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_100));
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(4_100));
        assertThat(waits.subList(5, 7))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(15_100)));
    }

    @Test
    void shouldTakeADeclineThatComesTwiceForOne() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        RenderTask first = ledger.dispatched().get(0);
        ledger.send(answer(SICK, first, declined()));
        ledger.pass(Duration.ofSeconds(2));
        // When
        ledger.send(answer(SICK, first, declined()));
        ledger.pass(Duration.ofSeconds(20));
        // Then
        assertThat(ledger.dispatched()).hasSize(1);
        assertThat(ledger.tasks(BATCH).get(0).state()).isEqualTo(TaskState.IN_FLIGHT);
    }

    @Test
    void shouldNotQueueACopyOfATaskThatAnotherSlotHasInHand() {
        // Given
        ledger.begin(BATCH, 1, 2);
        ledger.tick();
        ledger.capacity.hold(new TaskId(BATCH, 0));
        ledger.send(answer(SICK, ledger.dispatched().get(0), declined()));
        // When
        ledger.pass(Duration.ofMinutes(2));
        List<RenderTask> whileHeld = ledger.dispatched();
        ledger.capacity.release(new TaskId(BATCH, 0));
        ledger.pass(Duration.ofSeconds(2));
        // Then
        assertThat(whileHeld).isEmpty();
        assertThat(ledger.dispatched()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"STORAGE_UNAVAILABLE", "STORAGE_FULL"})
    void shouldSpendNoAttemptWhileTheBucketIsAwayOrFull(FailureCode code) {
        // Given
        ledger.begin(BATCH, 1, 1);
        ledger.tick();
        // When
        for (int times = 0; times < 40; times++) {
            ledger.send(answer(times % 2 == 0 ? SICK : GOOD, ledger.dispatched().get(0), failure(code)));
            ledger.pass(Duration.ofSeconds(16));
        }
        ledger.send(answer(SICK, ledger.dispatched().get(0), picture()));
        // Then
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(1);
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"STORAGE_DENIED", "STORAGE_REFUSED"})
    void shouldFailForGoodWhatNobodyCanStore(FailureCode code) {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        // When
        for (WorkerId worker : List.of(SICK, GOOD, SICK)) {
            ledger.send(answer(worker, ledger.dispatched().get(0), failure(code)));
            ledger.pass(Duration.ofSeconds(5));
        }
        // Then
        assertThat(ledger.batch(BATCH).requestCounts().failed()).isEqualTo(1);
        assertThat(ledger.dispatched()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldCompleteEveryPictureWhileOneGoodWorkerLives(int maxAttempts) {
        // Given
        var random = new Random(maxAttempts);
        ledger.capacity.become(ALSO_SICK, WorkerState.READY);
        ledger.begin(BATCH, 30, maxAttempts);
        // When
        for (int ticks = 0; ticks < 20_000 && !isRendered(); ticks++) {
            ledger.tick();
            for (RenderTask task : ledger.dispatched()) {
                WorkerId claimer = List.of(SICK, GOOD, ALSO_SICK, SICK).get(random.nextInt(4));
                ledger.send(answer(claimer, task, answerOf(claimer, task)));
            }
        }
        // Then
        assertThat(ledger.batch(BATCH).requestCounts().completed()).isEqualTo(30);
        assertThat(ledger.batch(BATCH).requestCounts().failed()).isZero();
        assertThat(ledger.told()).isNotEmpty().last().extracting(Batch::status).isEqualTo(BatchStatus.FINALIZING);
    }

    @Test
    void shouldEndACancelledBatchWhenAWorkerDeclines() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        RenderTask task = ledger.dispatched().get(0);
        ledger.send(new BatchCommand.Cancel(BATCH, Samples.START));
        // When
        ledger.send(answer(SICK, task, declined()));
        ledger.tick();
        // Then
        assertThat(ledger.batch(BATCH).renderfarm().cancelled()).isEqualTo(1);
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.FINALIZING);
    }

    private boolean isRendered() {
        return ledger.batch(BATCH).status() == BatchStatus.FINALIZING;
    }

    private static TaskOutcome answerOf(WorkerId claimer, RenderTask task) {
        if (task.avoid().contains(claimer)) {
            return declined();
        }
        return claimer.equals(GOOD) ? picture() : failure(FailureCode.STORAGE_DENIED);
    }

    private Duration untilDispatched() {
        Duration waited = Duration.ZERO;
        while (ledger.nothingDispatched()) {
            ledger.tick();
            waited = waited.plus(LedgerProcessor.TICK);
        }
        return waited;
    }

    private static TaskOutcome picture() {
        return new TaskOutcome.Rendered(new StoredImage("k.png", "k.json", "00", 10));
    }

    private static TaskOutcome failure(FailureCode code) {
        return new TaskOutcome.Failed(code, "it failed");
    }

    private static TaskOutcome declined() {
        return new TaskOutcome.Declined("it failed here before");
    }
}
