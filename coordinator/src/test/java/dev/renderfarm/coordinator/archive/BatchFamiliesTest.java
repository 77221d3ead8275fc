package dev.renderfarm.coordinator.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchFamiliesTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    @Test
    void shouldKnowAllThatGoOnWithABatchOldestFirst() {
        // Given
        FakeBatchDirectory batches = new FakeBatchDirectory();
        batches.put(TestBatches.batch(new BatchId("batch_0"), BatchStatus.COMPLETED, 1));
        batches.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 1));
        batches.put(TestBatches.child(new BatchId("batch_2"), BATCH));
        batches.put(TestBatches.child(new BatchId("batch_3"), new BatchId("batch_0")));
        batches.put(TestBatches.child(new BatchId("batch_4"), new BatchId("batch_2")));
        // Then
        assertThat(new BatchFamilies(batches).of(BATCH))
                .containsExactly(BATCH, new BatchId("batch_2"), new BatchId("batch_4"));
    }

    @Test
    void shouldRefuseRatherThanLeaveSomeOutWhenThereAreTooManyOrTheListChanges() {
        assertThatThrownBy(() -> new BatchFamilies(new Endless(false)).of(BATCH))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("more than 100000 batches after batch_1");
        assertThatThrownBy(() -> new BatchFamilies(new Endless(true)).of(BATCH))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("try again");
    }

    /** There is always another page, unless the place of the first is gone. */
    private static final class Endless extends FakeBatchDirectory {

        private final boolean changed;

        Endless(boolean changed) {
            this.changed = changed;
        }

        @Override
        public Optional<Page> list(int limit, @Nullable BatchId after) {
            Batch other = TestBatches.batch(new BatchId("batch_9"), BatchStatus.COMPLETED, 1);
            return changed && after != null
                    ? Optional.empty()
                    : Optional.of(new Page(Collections.nCopies(limit, other), true));
        }
    }
}
