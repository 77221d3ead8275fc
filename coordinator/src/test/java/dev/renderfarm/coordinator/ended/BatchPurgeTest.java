package dev.renderfarm.coordinator.ended;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.DeletedBatch;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.ResultFiles;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.search.BatchSearch;
import dev.renderfarm.coordinator.search.SkuIndex;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchPurgeTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final BatchId OTHER = new BatchId("batch_12");
    private static final InstantSource CLOCK = InstantSource.fixed(TestBatches.CREATED);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();
    private final BatchPurge purge = new BatchPurge(
            batches,
            new BatchSearch(batches, new SkuIndex(new ItemPartReader(objects))),
            objects,
            commands,
            new BatchReader(batches, Duration.ZERO, CLOCK, time -> {}),
            CLOCK);

    private Batch ended(BatchId id, int pictures) {
        Batch batch = TestBatches.batch(id, BatchStatus.COMPLETED, 7);
        new ResultFiles(objects).save(batch, BatchFile.MANIFEST, InputStream.nullInputStream(), 0);
        new StoredEndRecords(objects).keep(batch);
        for (int picture = 0; picture < pictures; picture++) {
            objects.put(ObjectKeys.batch(id) + "images/" + picture + ".png", new byte[1], "image/png", Map.of());
        }
        batches.put(batch);
        return batch;
    }

    @Test
    void shouldLeaveNothingOfTheBatchAndAllOfOthers() throws Exception {
        // Given
        ended(OTHER, 3);
        var others = objects.keys();
        ended(BATCH, 3);
        commands.setLedger(command -> batches.remove(command.batchId()));
        // When
        DeletedBatch deleted = purge.purge(BATCH);
        // Then
        assertThat(deleted).isEqualTo(new DeletedBatch(BATCH, true, 3));
        assertThat(objects.keys()).isEqualTo(others);
        assertThat(commands.commands()).containsExactly(new BatchCommand.Purge(BATCH, TestBatches.CREATED));
        assertThatThrownBy(() -> purge.purge(BATCH))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.code())
                        .isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void shouldGoOnWhereThereIsMoreThanOneRequestDeletes() throws Exception {
        // Given
        ended(BATCH, BatchPurge.MOST_OBJECTS + 1);
        // When
        DeletedBatch first = purge.purge(BATCH);
        // Then
        assertThat(first).isEqualTo(new DeletedBatch(BATCH, false, BatchPurge.MOST_OBJECTS));
        assertThat(commands.commands()).isEmpty();
        assertThat(purge.purge(BATCH)).isEqualTo(new DeletedBatch(BATCH, true, 1));
        assertThat(commands.commands()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "FAILED", "EXPIRED", "CANCELLED"})
    void shouldDeleteNothingOfABatchThatGoesOn(BatchStatus status) {
        // Given
        objects.put(ObjectKeys.batch(BATCH) + "images/a.png", new byte[1], "image/png", Map.of());
        batches.put(TestBatches.batch(BATCH, status, 1));
        // Then
        assertConflict("the batch is " + status.wireName());
        assertThat(objects.keys()).hasSize(1);
    }

    @Test
    void shouldWaitForThoseThatRenderItsLinesAgain() {
        // Given
        ended(BATCH, 1);
        BatchId child = new BatchId("batch_2");
        batches.put(TestBatches.childOf(BATCH, TestBatches.batch(child, BatchStatus.IN_PROGRESS, 1)));
        // Then
        assertConflict("rendered again by batch_2, which is in_progress");
        assertThat(objects.keys()).contains(ObjectKeys.ended(BATCH));
    }

    @Test
    void shouldKeepTheBatchKnownWhenTheBucketDoesNotAnswer() {
        // Given
        ended(BATCH, 1);
        objects.setAvailable(false);
        // Then
        assertThatThrownBy(() -> purge.purge(BATCH)).isInstanceOf(StorageUnavailableException.class);
        assertThat(commands.commands()).isEmpty();
    }

    private void assertConflict(String message) {
        assertThatThrownBy(() -> purge.purge(BATCH)).isInstanceOfSatisfying(RequestRefusedException.class, refused -> {
            assertThat(refused.code()).isEqualTo(FailureCode.CONFLICT);
            assertThat(refused).hasMessageContaining(message);
        });
    }
}
