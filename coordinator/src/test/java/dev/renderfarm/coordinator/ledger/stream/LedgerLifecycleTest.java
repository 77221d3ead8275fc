package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.MODEL;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rejected;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static dev.renderfarm.coordinator.ledger.stream.LedgerDriver.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The course of a batch from its submission to its files, across restarts too. */
class LedgerLifecycleTest {

    @AutoClose
    private LedgerDriver ledger;

    LedgerLifecycleTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
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
    void shouldAskForValidationAtOnceWhenABatchComesToALedgerAtRest() {
        // Given
        ledger.tick();
        // When
        ledger.send(submit(BATCH, 3));
        // Then
        assertThat(ledger.longWork.validations()).containsExactly(BATCH);
    }

    @Test
    void shouldTickRarelyUnlessABatchIsOpen() {
        // Given
        ledger.tick();
        long first = ledger.ticks();
        // When
        secondsPass(60);
        long atRest = ledger.ticks() - first;
        ledger.send(submit(BATCH, 3));
        ledger.send(validated(BATCH, 1));
        secondsPass(60);
        long open = ledger.ticks() - first - atRest;
        ledger.send(rendered(ledger.dispatched().get(0)));
        ledger.send(finalized(ledger.batch(BATCH)));
        ledger.tick();
        long ended = ledger.ticks();
        secondsPass(60);
        // Then
        assertThat(atRest).isEqualTo(6);
        assertThat(open).isEqualTo(60);
        assertThat(ledger.ticks() - ended).isEqualTo(6);
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
    void shouldCountTheLinesThatWereSkippedAsFailedAndCompleteWithoutThem() {
        // Given
        ledger.send(submit(BATCH, 3));
        ledger.send(validated(BATCH, 1, 2));
        ledger.tick();
        assertThat(ledger.batch(BATCH).requestCounts()).isEqualTo(new RequestCounts(3, 0, 2));
        // When
        ledger.send(rendered(ledger.dispatched().get(0)));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        Batch batch = ledger.batch(BATCH);
        assertThat(batch.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(batch.requestCounts()).isEqualTo(new RequestCounts(3, 1, 2));
        assertThat(batch.taskCounts()).isEqualTo(new RequestCounts(1, 1, 0));
        assertThat(batch.renderfarm().input().skippedLines()).isEqualTo(2);
        assertThat(batch.errors()).isEqualTo(rejected(BATCH).errors());
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

    @Test
    void shouldTellWhatFinalizationFoundBesideWhatValidationDid() {
        // Given
        var marks = new LineWarning(WarningCode.READ_AS_TEXT, 2, "prompt", "holds marks");
        var byUrl = new LineWarning(WarningCode.GIVEN_AS_URL, 3, "response_format", "from here on by url");
        ledger.send(submit(BATCH, 3));
        ledger.send(new BatchCommand.Validated(
                BATCH, MODEL, 1, new InputReport(0, new BatchWarnings(List.of(marks), 4)), null, null));
        ledger.tick();
        ledger.send(rendered(ledger.dispatched().get(0)));
        BatchCommand.Finalized files = finalized(ledger.batch(BATCH));
        // When
        for (int i = 0; i < 2; i++) {
            ledger.send(new BatchCommand.Finalized(
                    BATCH,
                    files.counts(),
                    files.cancelled(),
                    files.outputFileId(),
                    null,
                    files.manifestFileId(),
                    new BatchWarnings(List.of(byUrl), 0)));
        }
        // Then
        assertThat(ledger.batch(BATCH).renderfarm().input().warnings())
                .isEqualTo(new BatchWarnings(List.of(marks, byUrl), 4));
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

    /** One by one, since time that passes at once holds one tick. */
    private void secondsPass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            ledger.jump(Duration.ofSeconds(1));
        }
    }
}
