package dev.renderfarm.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileSweepTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FileStore files = new FileStore(objects, time, new Random(1));
    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final FileSweep sweep =
            new FileSweep(objects, new FileDeletion(files, new ResultFiles(objects), batches), time);

    @Test
    void shouldDeleteWhatHasExpiredAndNothingElse() {
        // Given
        UploadedFile hour = file(3_600);
        UploadedFile day = file(86_400);
        UploadedFile kept = files.save("a.csv", "batch", InputStream.nullInputStream(), 0);
        // When
        time.advance(Duration.ofMinutes(59));
        int early = sweep.sweep();
        time.advance(Duration.ofMinutes(1));
        int then = sweep.sweep();
        // Then
        assertThat(early).isZero();
        assertThat(then).isEqualTo(1);
        assertThat(files.find(hour.id())).isEmpty();
        assertThat(files.find(day.id())).isPresent();
        assertThat(files.find(kept.id())).isPresent();
        assertThat(sweep.sweep()).isZero();
    }

    @Test
    void shouldLeaveWhatAnOpenBatchNeedsUntilItHasEnded() {
        // Given
        UploadedFile input = file(3_600);
        files.addUser(input.id(), BATCH);
        batches.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 1));
        time.advance(Duration.ofHours(2));
        // When
        int during = sweep.sweep();
        boolean there = files.find(input.id()).isPresent();
        batches.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 2));
        int after = sweep.sweep();
        // Then
        assertThat(during).isZero();
        assertThat(there).isTrue();
        assertThat(input.isExpired(time.instant())).isTrue();
        assertThat(after).isEqualTo(1);
        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void shouldForgetWhatSomebodyHasDeleted() {
        // Given
        UploadedFile file = file(3_600);
        files.delete(file.id());
        time.advance(Duration.ofHours(1));
        // When
        int deleted = sweep.sweep();
        // Then
        assertThat(deleted).isZero();
        assertThat(objects.list(ObjectKeys.EXPIRIES, "")).isExhausted();
    }

    private UploadedFile file(long seconds) {
        return files.save(
                "a.csv",
                FilePurpose.BATCH,
                new ExpiresAfter(ExpiresAfter.CREATED_AT, seconds),
                InputStream.nullInputStream(),
                0);
    }
}
