package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.common.batch.HistoryKind.CANCELLED;
import static dev.renderfarm.common.batch.HistoryKind.CANCELLING;
import static dev.renderfarm.common.batch.HistoryKind.COMPLETED;
import static dev.renderfarm.common.batch.HistoryKind.FAILED;
import static dev.renderfarm.common.batch.HistoryKind.FINALIZING;
import static dev.renderfarm.common.batch.HistoryKind.FIRST_PICTURE;
import static dev.renderfarm.common.batch.HistoryKind.PAUSED;
import static dev.renderfarm.common.batch.HistoryKind.PRIORITY;
import static dev.renderfarm.common.batch.HistoryKind.RESUMED;
import static dev.renderfarm.common.batch.HistoryKind.RETRIED;
import static dev.renderfarm.common.batch.HistoryKind.REVIEWED;
import static dev.renderfarm.common.batch.HistoryKind.SUBMITTED;
import static dev.renderfarm.common.batch.HistoryKind.VALIDATED;
import static dev.renderfarm.common.batch.HistoryKind.WAITED;
import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rejected;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.HistoryEvent;
import dev.renderfarm.common.batch.HistoryKind;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TermsChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a batch afterwards. */
class LedgerHistoryTest {

    @AutoClose
    private LedgerDriver ledger;

    LedgerHistoryTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldTellALifeFromTheFirstToTheLast() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        // When
        ledger.send(rendered(tasks.get(0)));
        ledger.send(rendered(tasks.get(1)));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        assertThat(kinds()).containsExactly(SUBMITTED, VALIDATED, FIRST_PICTURE, FINALIZING, COMPLETED);
        assertThat(events().get(1).pictures()).isEqualTo(2);
        assertThat(events().get(4).pictures()).isEqualTo(2);
        assertThat(events()).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    }

    @Test
    void shouldTellWhoeverPausedItAndWhatItWasGiven() {
        // Given
        ledger.begin(BATCH, 9, 3);
        // When
        ledger.send(new BatchCommand.Pause(BATCH, START));
        ledger.send(new BatchCommand.Pause(BATCH, START));
        ledger.send(new BatchCommand.Amend(BATCH, TermsChange.ofPriority(80), START));
        ledger.send(new BatchCommand.Amend(BATCH, TermsChange.ofPriority(80), START));
        ledger.send(new BatchCommand.Resume(BATCH, START));
        // Then
        assertThat(kinds()).containsExactly(SUBMITTED, VALIDATED, PAUSED, PRIORITY, RESUMED);
        assertThat(events().get(2).waitingFor()).isEqualTo(WaitingCode.PAUSED);
        assertThat(events().get(3).priority()).isEqualTo(80);
    }

    @Test
    void shouldTellForWhatItStoodStillAndUntilWhen() {
        // Given
        ledger.capacity.become(0, 0);
        ledger.begin(BATCH, 1, 3);
        ledger.pass(Duration.ofMinutes(2));
        HistoryEvent waits = waited().get(0);
        // When
        ledger.capacity.become(1, 0);
        ledger.pass(Duration.ofMinutes(1));
        // Then
        assertThat(waits.waitingFor()).isEqualTo(WaitingCode.NO_WORKERS);
        assertThat(waits.detail()).contains("no worker");
        assertThat(waits.until()).isNull();
        HistoryEvent ended = waited().get(0);
        assertThat(ended.at()).isEqualTo(waits.at());
        assertThat(ended.until()).isAfter(waits.at());
    }

    @Test
    void shouldSumUpRetriesThatFollowOneAnother() {
        // Given
        ledger.begin(BATCH, 4, 3);
        ledger.tick();
        List<RenderTask> tasks = ledger.dispatched();
        // When
        tasks.forEach(task -> {
            ledger.send(failed(task, FailureCode.RENDER_FAILED));
            ledger.pass(Duration.ofSeconds(1));
        });
        ledger.pass(Duration.ofSeconds(2));
        // Then
        List<HistoryEvent> retries =
                events().stream().filter(event -> event.kind() == RETRIED).toList();
        assertThat(retries).last().satisfies(event -> assertThat(event.retries())
                .isEqualTo(ledger.batch(BATCH).renderfarm().retries()));
        assertThat(ledger.batch(BATCH).renderfarm().retries()).isEqualTo(4);
    }

    @Test
    void shouldTellThatItsInputWasWrongOrThatItWasStopped() {
        // When
        ledger.send(submit(BATCH, 3));
        ledger.send(rejected(BATCH));
        // Then
        assertThat(kinds()).containsExactly(SUBMITTED, FAILED);
    }

    @Test
    void shouldTellEveryStageWhenItGoesThroughSeveralAtOnce() {
        // When: nothing of it is in flight
        ledger.send(submit(BATCH, 3));
        ledger.send(new BatchCommand.Pause(BATCH, START));
        ledger.send(validated(BATCH, 3));
        ledger.send(new BatchCommand.Cancel(BATCH, START));
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then
        assertThat(kinds()).containsExactly(SUBMITTED, PAUSED, VALIDATED, CANCELLING, FINALIZING, CANCELLED);
    }

    @Test
    void shouldKeepItsHistoryWhenTheCoordinatorRestarts() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.send(new BatchCommand.Pause(BATCH, START));
        // When
        ledger = ledger.restarted();
        ledger.send(new BatchCommand.Resume(BATCH, START));
        // Then
        assertThat(kinds()).containsExactly(SUBMITTED, VALIDATED, PAUSED, RESUMED);
    }

    @Test
    void shouldTellVerdictsAfterItsEndAndBeginNoOtherLife() {
        // Given
        ledger.begin(BATCH, 1, 3);
        ledger.tick();
        ledger.send(rendered(ledger.dispatched().get(0)));
        ledger.tick();
        ledger.send(finalized(ledger.batch(BATCH)));
        // When
        review(Verdict.REJECTED);
        review(Verdict.APPROVED);
        // Then
        assertThat(kinds()).endsWith(COMPLETED, REVIEWED);
        assertThat(events()).last().satisfies(event -> assertThat(event.review())
                .isEqualTo(new ReviewCounts(1, 0)));
    }

    private void review(Verdict verdict) {
        var said = new Said(0, verdict, null);
        ledger.send(new BatchCommand.Review(BATCH, List.of(said), START));
    }

    private List<HistoryEvent> events() {
        return ledger.history(BATCH).data();
    }

    private List<HistoryEvent> waited() {
        return events().stream().filter(event -> event.kind() == WAITED).toList();
    }

    private List<HistoryKind> kinds() {
        return events().stream().map(HistoryEvent::kind).toList();
    }
}
