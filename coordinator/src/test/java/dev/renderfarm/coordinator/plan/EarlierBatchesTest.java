package dev.renderfarm.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import org.junit.jupiter.api.Test;

class EarlierBatchesTest {

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final EarlierBatches earlier = new EarlierBatches(directory);

    @Test
    void shouldTellTheNewestBatchOfTheFileThatHasPictures() {
        // Given
        Batch finished =
                TestBatches.settled(new BatchId("batch_1"), BatchStatus.COMPLETED, new RequestCounts(3, 3, 0), null);
        directory.put(finished);
        directory.put(TestBatches.batch(new BatchId("batch_2"), BatchStatus.VALIDATING, 1));
        // Then
        assertThat(earlier.of(finished.inputFileId())).contains(new BatchPlan.Earlier(finished.id(), 3));
        assertThat(earlier.of(new FileId("file-other"))).isEmpty();
    }
}
