package dev.renderfarm.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchFollowerTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final StatusFeed feed = new StatusFeed();
    private final BroadcastProcessor<Long> ticks = BroadcastProcessor.create();
    private boolean ticking = true;
    private boolean available = true;
    private Batch present = TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 5);

    @Test
    void shouldBeginWithThePresentAndEndAfterATerminalStatus() {
        // Given
        AssertSubscriber<Batch> reader = watch(100);
        // When
        feed.publish(TestBatches.batch(new BatchId("batch_2"), BatchStatus.IN_PROGRESS, 6));
        feed.publish(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 4));
        feed.publish(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 5));
        feed.publish(TestBatches.batch(BATCH, BatchStatus.FINALIZING, 6));
        feed.publish(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 7));
        feed.publish(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 8));
        // Then
        reader.assertCompleted();
        assertThat(sequences(reader)).containsExactly(5L, 6L, 7L);
        assertThat(feed.watched()).isZero();
    }

    @Test
    void shouldRepeatNothingThatWasSeen() {
        // Given
        AssertSubscriber<Batch> reader = watch(100, 5);
        // When
        feed.publish(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 6));
        // Then
        reader.assertCompleted();
        assertThat(sequences(reader)).containsExactly(6L);
    }

    @Test
    void shouldEndAtOnceWhenTheBatchHasEnded() {
        present = TestBatches.batch(BATCH, BatchStatus.CANCELLED, 9);
        AssertSubscriber<Batch> reader = watch(100);
        reader.assertCompleted();
        assertThat(sequences(reader)).containsExactly(9L);
        assertThat(feed.watched()).isZero();
    }

    @Test
    void shouldKeepTheNewestOnlyWhenTheReaderIsSlow() {
        AssertSubscriber<Batch> reader = watch(1);
        for (int sequence = 6; sequence < 1000; sequence++) {
            feed.publish(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, sequence));
        }
        feed.publish(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 1000));
        reader.request(1);
        reader.assertCompleted();
        assertThat(sequences(reader)).containsExactly(5L, 1000L);
    }

    @Test
    void shouldStopWatchingWhenTheReaderLeaves() {
        AssertSubscriber<Batch> reader = watch(100);
        assertThat(feed.watched()).isEqualTo(1);
        reader.cancel();
        assertThat(feed.watched()).isZero();
    }

    @Test
    void shouldEndAtATickWhenTheFeedMissedTheTerminalStatus() {
        // Given
        AssertSubscriber<Batch> reader = watch(100);
        ticks.onNext(1L);
        // When
        present = TestBatches.batch(BATCH, BatchStatus.COMPLETED, 8);
        ticks.onNext(2L);
        // Then
        reader.assertCompleted();
        assertThat(sequences(reader)).containsExactly(5L, 8L);
        assertThat(feed.watched()).isZero();
        assertThat(ticking).isFalse();
    }

    @Test
    void shouldGoOnWhenTheDirectoryCannotTellAtATick() {
        // Given
        AssertSubscriber<Batch> reader = watch(100);
        available = false;
        // When
        ticks.onNext(1L);
        feed.publish(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 7));
        // Then
        reader.assertCompleted();
        assertThat(sequences(reader)).containsExactly(5L, 7L);
    }

    private Batch look() {
        if (!available) {
            throw new LedgerUnavailableException("made unavailable by the test", null);
        }
        return present;
    }

    private AssertSubscriber<Batch> watch(long requested) {
        return watch(requested, -1);
    }

    private AssertSubscriber<Batch> watch(long requested, long seen) {
        return new BatchFollower(feed, this::look, ticks.onTermination().invoke(() -> ticking = false), seen)
                .statuses(BATCH)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(requested));
    }

    private static List<Long> sequences(AssertSubscriber<Batch> reader) {
        return reader.getItems().stream()
                .map(batch -> batch.renderfarm().sequence())
                .toList();
    }
}
