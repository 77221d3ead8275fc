package dev.renderfarm.coordinator.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TermsChange;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BatchSteeringTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();
    private final BatchSteering steering = steering(TestBatches.CREATED);

    @Test
    void shouldAnswerWithWhatBecameOfTheBatch() throws InterruptedException {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> directory.put(TestBatches.batch(BATCH, BatchStatus.CANCELLING, 2)));
        assertThat(steering.cancel(BATCH).status()).isEqualTo(BatchStatus.CANCELLING);
        assertThat(commands.commands()).containsExactly(new BatchCommand.Cancel(BATCH, TestBatches.CREATED));
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLING", "CANCELLED"})
    void shouldChangeNothingWhenRepeated(BatchStatus status) throws InterruptedException {
        directory.put(TestBatches.batch(BATCH, status, 1));
        assertThat(steering.cancel(BATCH).status()).isEqualTo(status);
        assertThat(commands.commands()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "FAILED", "EXPIRED", "FINALIZING"})
    void shouldRefuseWhenThereIsNothingLeftToCancel(BatchStatus status) {
        directory.put(TestBatches.batch(BATCH, status, 1));
        assertThatThrownBy(() -> steering.cancel(BATCH))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT));
    }

    @Test
    void shouldWaitForABatchThatTheDirectoryDoesNotShowYet() throws InterruptedException {
        directory.showAfter(2, TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> directory.put(TestBatches.batch(BATCH, BatchStatus.CANCELLING, 2)));
        assertThat(steering.cancel(BATCH).status()).isEqualTo(BatchStatus.CANCELLING);
    }

    @Test
    void shouldNotSayThatThereIsNoSuchBatchWhenTheDirectoryCannotTell() {
        directory.setAvailable(false);
        assertThatThrownBy(() -> steering.cancel(BATCH)).isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void shouldSayThatThereIsNoSuchBatch() {
        assertThatThrownBy(() -> steering.cancel(BATCH))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void shouldPauseAndResume() throws InterruptedException {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> directory.put(TestBatches.paused(BATCH, 2)));
        assertThat(steering.pause(BATCH).renderfarm().isPaused()).isTrue();
        commands.setLedger(command -> directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3)));
        assertThat(steering.resume(BATCH).renderfarm().isPaused()).isFalse();
        assertThat(commands.commands())
                .containsExactly(
                        new BatchCommand.Pause(BATCH, TestBatches.CREATED),
                        new BatchCommand.Resume(BATCH, TestBatches.CREATED));
    }

    @Test
    void shouldSendTheWishThoughTheDirectoryShowsItFulfilledSinceItMayBeBehind() throws InterruptedException {
        directory.put(TestBatches.paused(BATCH, 1));
        assertThat(steering.pause(BATCH).renderfarm().isPaused()).isTrue();
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 2));
        assertThat(steering.resume(BATCH).renderfarm().isPaused()).isFalse();
        assertThat(commands.commands())
                .containsExactly(
                        new BatchCommand.Pause(BATCH, TestBatches.CREATED),
                        new BatchCommand.Resume(BATCH, TestBatches.CREATED));
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "FAILED", "EXPIRED", "FINALIZING", "CANCELLING", "CANCELLED"})
    void shouldRefuseToPauseOrResumeWhatGivesNothingOutAnyMore(BatchStatus status) {
        directory.put(TestBatches.batch(BATCH, status, 1));
        String state = "the batch is " + status.wireName() + ": there is nothing left to ";
        assertThatThrownBy(() -> steering.pause(BATCH))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage(state + "pause");
        assertThatThrownBy(() -> steering.resume(BATCH))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage(state + "resume");
        assertThat(commands.commands()).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheBatchEndsBeforeItIsPaused() {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> directory.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 2)));
        assertThatThrownBy(() -> steering.pause(BATCH))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT));
    }

    private interface Wish {
        Batch of(BatchSteering steering) throws InterruptedException;
    }

    static Stream<Arguments> wishes() {
        return Stream.of(
                arguments("cancel", (Wish) steering -> steering.cancel(BATCH)),
                arguments("pause", (Wish) steering -> steering.pause(BATCH)),
                arguments("resume", (Wish) steering -> steering.resume(BATCH)),
                arguments("expedite", (Wish) steering -> steering.expedite(BATCH)),
                arguments("order", (Wish) steering -> steering.amend(BATCH, new BatchPatch(null, 1, null))),
                arguments("proceed with", (Wish) steering -> steering.proceed(BATCH)));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void shouldRefuseWhenTheWindowHasEndedThoughTheBatchStillWaitsForWhatIsInFlight(String name, Wish wish) {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        assertThatThrownBy(() -> wish.of(steering(TestBatches.EXPIRES)))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessage("the batch is in_progress, and its completion window has ended: there is nothing left to "
                        + name);
        assertThat(commands.commands()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void shouldRefuseWhenTheWindowEndsBeforeTheLedgerHearsOfTheWish(String name, Wish wish) {
        // Given
        Batch previewed = TestBatches.on(
                name.startsWith("resume")
                        ? TestBatches.paused(BATCH, 1)
                        : TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1),
                Terms.NONE.with(new Preview(2, true, null)));
        directory.put(previewed);
        AtomicReference<Instant> now = new AtomicReference<>(TestBatches.CREATED);
        commands.setLedger(command -> now.set(TestBatches.EXPIRES));
        // When
        assertThatThrownBy(() -> wish.of(steering(now::get)))
                // Then
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessageContaining("in_progress, and its completion window has ended");
        assertThat(commands.commands()).hasSize(1);
    }

    @Test
    void shouldRefuseWhenTheBatchEndsBeforeItIsCancelled() {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        commands.setLedger(command -> directory.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 2)));
        assertThatThrownBy(() -> steering.cancel(BATCH))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("the batch is completed: there is nothing left to cancel");
    }

    @Test
    void shouldStillGiveAnotherNameWhenTheWindowHasEnded() throws InterruptedException {
        Batch before = TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1);
        directory.put(before);
        commands.setLedger(command -> directory.put(TestBatches.on(before, new Terms("Mugs", 0, null))));
        Batch after = steering(TestBatches.EXPIRES).amend(BATCH, new BatchPatch("Mugs", null, null));
        assertThat(after.renderfarm().terms().name()).isEqualTo("Mugs");
    }

    private BatchSteering steering(Instant now) {
        return steering(InstantSource.fixed(now));
    }

    private BatchSteering steering(InstantSource clock) {
        return new BatchSteering(
                directory, new BatchReader(directory, Duration.ofMillis(500), time, time), commands, clock);
    }

    @Test
    void shouldChangeTheTermsThatAreNamed() throws InterruptedException {
        // Given
        Batch before = TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1);
        directory.put(before);
        var change = new TermsChange("Spring mugs", 7, TestBatches.CREATED.plusSeconds(3600), false, false);
        commands.setLedger(command -> directory.put(TestBatches.on(before, change.of(Terms.NONE))));
        // When
        Batch after = steering.amend(BATCH, new BatchPatch(" Spring mugs ", 7, "2026-01-01T02:00+01:00"));
        // Then
        assertThat(after.renderfarm().terms())
                .isEqualTo(new Terms("Spring mugs", 7, TestBatches.CREATED.plusSeconds(3600)));
        assertThat(commands.commands()).containsExactly(new BatchCommand.Amend(BATCH, change, TestBatches.CREATED));
    }

    @Test
    void shouldTakeAwayWhatIsEmpty() throws InterruptedException {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        steering.amend(BATCH, new BatchPatch("", null, ""));
        assertThat(commands.commands())
                .containsExactly(new BatchCommand.Amend(
                        BATCH, new TermsChange(null, null, null, true, true), TestBatches.CREATED));
    }

    @Test
    void shouldLetABatchGoFirst() throws InterruptedException {
        Batch before = TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1);
        directory.put(before);
        commands.setLedger(command -> directory.put(TestBatches.on(before, new Terms(null, Terms.HIGHEST, null))));
        assertThat(steering.expedite(BATCH).renderfarm().terms().priority()).isEqualTo(100);
    }

    @Test
    void shouldGiveABatchThatHasEndedAnotherNameAndNothingElse() throws InterruptedException {
        Batch ended = TestBatches.batch(BATCH, BatchStatus.COMPLETED, 1);
        directory.put(ended);
        commands.setLedger(command -> directory.put(TestBatches.on(ended, new Terms("Mugs", 0, null))));
        assertThat(steering.amend(BATCH, new BatchPatch("Mugs", null, null))
                        .renderfarm()
                        .terms()
                        .name())
                .isEqualTo("Mugs");
        assertThatThrownBy(() -> steering.amend(BATCH, new BatchPatch("Mugs", 1, null)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("the batch is completed: there is nothing left to order");
        assertThatThrownBy(() -> steering.expedite(BATCH))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("the batch is completed: there is nothing left to expedite");
        assertThat(commands.commands()).hasSize(1);
    }

    static Stream<Arguments> wrongTerms() {
        return Stream.of(
                arguments("name", new BatchPatch("x".repeat(201), null, null)),
                arguments("name", new BatchPatch("a\nb", null, null)),
                arguments("name", new BatchPatch("\ud800", null, null)),
                arguments("priority", new BatchPatch(null, 101, null)),
                arguments("priority", new BatchPatch(null, -101, null)),
                arguments("deadline", new BatchPatch(null, null, "tomorrow")),
                arguments("deadline", new BatchPatch(null, null, "2026-01-01T02:00:00")),
                arguments("deadline", new BatchPatch(null, null, "2026-02-30T02:00:00Z")),
                arguments("deadline", new BatchPatch(null, null, "2026-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @MethodSource("wrongTerms")
    void shouldNameTheTermThatIsWrong(String field, BatchPatch patch) {
        directory.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        assertThatThrownBy(() -> steering.amend(BATCH, patch))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST);
                    assertThat(e.param()).isEqualTo(field);
                });
        assertThat(commands.commands()).isEmpty();
    }
}
