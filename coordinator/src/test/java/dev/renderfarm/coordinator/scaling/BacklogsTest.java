package dev.renderfarm.coordinator.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.api.PaceSource;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class BacklogsTest {

    private static final ModelName TINY = new ModelName("tiny");

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCapacity capacity = new FakeCapacity();
    private final Backlogs backlogs =
            new Backlogs(directory, capacity, Duration.ofSeconds(6), InstantSource.fixed(TestBatches.CREATED));

    @Test
    void shouldCountWhatWaitsInAllOpenBatchesOfTheModel() {
        // Given
        capacity.become(2, 0.5);
        put("batch_1", BatchStatus.IN_PROGRESS, 300);
        put("batch_2", BatchStatus.IN_PROGRESS, 200);
        put("batch_3", BatchStatus.COMPLETED, 0);
        // Then
        assertThat(backlogs.of(TINY)).isEqualTo(new AutoscaleView(TINY, 500, 1_000, 2, PaceSource.MEASURED, 1, 0, 0));
        assertThat(backlogs.of(new ModelName("other")).backlogImages()).isZero();
    }

    @Test
    void shouldTakeThePaceOfThoseThatHaveRendered() {
        // Given
        capacity.become(1, 0.25);
        capacity.become(new WorkerId("w9"), WorkerState.READY);
        // Then: the other one may be as quick
        AutoscaleView view = backlogs.of(TINY);
        assertThat(view.secondsPerImage()).isEqualTo(4);
        assertThat(view.ready()).isEqualTo(2);
    }

    @Test
    void shouldRememberThePaceWhenTheLastWorkerHasGone() {
        // Given
        put("batch_1", BatchStatus.IN_PROGRESS, 10);
        capacity.become(0, 0);
        assertThat(backlogs.of(TINY)).isEqualTo(new AutoscaleView(TINY, 10, 60, 6, PaceSource.CONFIGURED, 0, 0, 0));
        // When
        capacity.become(1, 2);
        assertThat(backlogs.of(TINY).pace()).isEqualTo(PaceSource.MEASURED);
        capacity.become(0, 0);
        // Then
        assertThat(backlogs.of(TINY)).isEqualTo(new AutoscaleView(TINY, 10, 5, 0.5, PaceSource.REMEMBERED, 0, 0, 0));
    }

    @Test
    void shouldSayThatItIsNotKnownRatherThanThatNothingWaits() {
        directory.setAvailable(false);
        assertThatThrownBy(() -> backlogs.of(TINY)).isInstanceOf(LedgerUnavailableException.class);
    }

    private void put(String id, BatchStatus status, int waiting) {
        directory.put(TestBatches.batch(new BatchId(id), status, 1, waiting, null));
    }
}
