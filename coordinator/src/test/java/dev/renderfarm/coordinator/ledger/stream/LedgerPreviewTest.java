package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.finalized;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static dev.renderfarm.coordinator.ledger.books.Samples.submit;
import static dev.renderfarm.coordinator.ledger.books.Samples.validated;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of which some pictures come first. */
class LedgerPreviewTest {

    /** Longer than it takes to look why a batch stands still. */
    private static final Duration A_LOOK = Duration.ofSeconds(2);

    @AutoClose
    private LedgerDriver ledger;

    LedgerPreviewTest(@TempDir Path state) {
        ledger = LedgerDriver.inMemory(state.resolve("a"));
    }

    @Test
    void shouldRenderOneInSoManyFirstAndWaitForAYes() {
        // Given
        begin(8, new Preview(3, true));
        // When
        List<RenderTask> previews = ledger.dispatched();
        // Then
        assertThat(indexes(previews)).containsExactly(0, 3, 6);
        // When: they are there, and one of them has failed for good
        ledger.send(rendered(previews.get(0)));
        ledger.send(failed(previews.get(1), FailureCode.INVALID_REQUEST));
        ledger.send(rendered(previews.get(2)));
        ledger.pass(A_LOOK);
        // Then
        Batch waiting = ledger.batch(BATCH);
        assertThat(ledger.nothingDispatched()).isTrue();
        assertThat(waiting.status()).isEqualTo(BatchStatus.IN_PROGRESS);
        assertThat(waiting.renderfarm().waiting()).isEqualTo(5);
        assertThat(requireNonNull(waiting.renderfarm().waitingFor()).code()).isEqualTo(WaitingCode.PREVIEW);
        assertThat(waiting.renderfarm().isHeld()).isTrue();
        // When
        ledger = ledger.restarted();
        ledger.pass(A_LOOK);
        assertThat(ledger.nothingDispatched()).isTrue();
        ledger.send(new BatchCommand.Proceed(BATCH, START));
        ledger.tick();
        // Then: the others come in order, none twice
        List<RenderTask> others = ledger.dispatched();
        assertThat(indexes(others)).containsExactly(1, 2, 4, 5);
        others.forEach(task -> ledger.send(rendered(task)));
        ledger.pass(A_LOOK);
        ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        ledger.send(finalized(ledger.batch(BATCH)));
        Batch ended = ledger.batch(BATCH);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts().completed()).isEqualTo(7);
        assertThat(ended.renderfarm().waitingFor()).isNull();
    }

    @Test
    void shouldGoOnByItselfWhenNobodyIsAsked() {
        begin(5, new Preview(2, false));
        assertThat(indexes(ledger.dispatched())).containsExactly(0, 2, 4, 1);
    }

    @Test
    void shouldNotWaitWhenTheYesCameBeforeThePreviews() {
        // Given
        begin(9, new Preview(2, true));
        List<RenderTask> first = ledger.dispatched();
        assertThat(indexes(first)).containsExactly(0, 2, 4, 6);
        // When
        ledger.send(new BatchCommand.Proceed(BATCH, START));
        ledger.send(rendered(first.get(0)));
        ledger.send(rendered(first.get(1)));
        ledger.tick();
        // Then
        assertThat(indexes(ledger.dispatched())).containsExactly(8, 1);
    }

    @Test
    void shouldTryPreviewsAgainWhileTheOthersWait() {
        // Given
        begin(4, new Preview(4, true));
        RenderTask preview = ledger.dispatched().get(0);
        // When
        ledger.send(failed(preview, FailureCode.RENDER_FAILED));
        ledger.pass(Duration.ofSeconds(3));
        // Then
        List<RenderTask> again = ledger.dispatched();
        assertThat(again).singleElement().satisfies(task -> assertThat(task.attempt())
                .isEqualTo(2));
        // When: it ends with a no
        ledger.send(rendered(again.get(0)));
        ledger.send(new BatchCommand.Cancel(BATCH, START));
        ledger.send(finalized(ledger.batch(BATCH)));
        // Then: what was shown stays
        Batch ended = ledger.batch(BATCH);
        assertThat(ended.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(ended.requestCounts().completed()).isEqualTo(1);
        assertThat(ended.renderfarm().cancelled()).isEqualTo(3);
        assertThat(ended.renderfarm().waitingFor()).isNull();
    }

    @Test
    void shouldNotWaitWhenAllAreFirst() {
        begin(1, new Preview(50, true));
        ledger.dispatched().forEach(task -> ledger.send(rendered(task)));
        assertThat(ledger.batch(BATCH).status()).isEqualTo(BatchStatus.FINALIZING);
    }

    @Test
    void shouldChangeNothingWhenThereIsNothingToSayYesTo() {
        // Given
        ledger.begin(BATCH, 2, 3);
        ledger.told();
        // When
        ledger.send(new BatchCommand.Proceed(BATCH, START));
        // Then
        assertThat(ledger.told()).isEmpty();
    }

    private void begin(int total, Preview preview) {
        ledger.send(submit(BATCH, 3, Terms.NONE.with(preview)));
        ledger.send(validated(BATCH, total));
        ledger.tick();
    }

    private static List<Integer> indexes(List<RenderTask> tasks) {
        return tasks.stream().map(task -> task.taskId().index()).toList();
    }
}
