package dev.renderfarm.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileDeletionTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FileStore files = new FileStore(objects, InstantSource.fixed(TestBatches.CREATED), new Random(1));
    private final ResultFiles results = new ResultFiles(objects);
    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final FileDeletion deletion = new FileDeletion(files, results, batches);
    private final FileId upload =
            files.save("a.csv", "batch", InputStream.nullInputStream(), 0).id();

    @Test
    void shouldLeaveNothingOfAnUploadWhenNoBatchNeedsIt() {
        // Given
        files.addUser(upload, BATCH);
        files.addUser(upload, new BatchId("batch_neveropened"));
        objects.put(ObjectKeys.uses(upload) + "of nobody", new byte[0], "text/plain", Map.of());
        batches.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 1));
        // When
        deletion.delete(upload);
        // Then
        assertThat(objects.keys()).isEmpty();
        refused(() -> deletion.delete(upload), FailureCode.NOT_FOUND, upload.value());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheBatchThatNeedsTheFileUntilItHasEnded(BatchStatus status) {
        // Given
        files.addUser(upload, new BatchId("batch_0"));
        files.addUser(upload, BATCH);
        batches.put(TestBatches.batch(new BatchId("batch_0"), BatchStatus.FAILED, 1));
        batches.put(TestBatches.batch(BATCH, status, 1));
        // Then
        if (status.isTerminal()) {
            deletion.delete(upload);
            assertThat(files.find(upload)).isEmpty();
        } else {
            refused(() -> deletion.delete(upload), FailureCode.FILE_IN_USE, "batch_1, which is " + status.wireName());
            assertThat(files.find(upload)).isPresent();
        }
    }

    @Test
    void shouldKeepTheFileWhenABatchNotesThatItNeedsItMeanwhile() {
        // Given: the note comes after the notes were read, and before the file is hidden
        batches.put(TestBatches.batch(BATCH, BatchStatus.VALIDATING, 1));
        AtomicBoolean noted = new AtomicBoolean();
        objects.failWith(key -> {
            if (key.equals(ObjectKeys.uploadDescription(upload)) && noted.compareAndSet(false, true)) {
                files.addUser(upload, BATCH);
            }
            return Optional.empty();
        });
        // Then
        refused(() -> deletion.delete(upload), FailureCode.FILE_IN_USE, BATCH.value());
        assertThat(noted).isTrue();
        assertThat(files.find(upload)).isPresent();
    }

    @Test
    void shouldLeaveNothingToBeSeenWhenItIsCutOffAndClearTheRestAwayWhenAskedAgain() {
        // Given
        objects.failWith(key -> key.equals(ObjectKeys.upload(upload))
                ? Optional.of(new StorageUnavailableException("away", null))
                : Optional.empty());
        // When
        assertThatThrownBy(() -> deletion.delete(upload)).isInstanceOf(StorageUnavailableException.class);
        objects.setAvailable(true);
        // Then
        assertThat(files.find(upload)).isEmpty();
        refused(() -> deletion.delete(upload), FailureCode.NOT_FOUND, upload.value());
        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void shouldDeleteWhatABatchLeftOnceItHasEnded() {
        // Given
        Batch writing = TestBatches.batch(BATCH, BatchStatus.FINALIZING, 1);
        FileId output = results.save(writing, BatchFile.OUTPUT, InputStream.nullInputStream(), 0);
        batches.put(writing);
        refused(() -> deletion.delete(output), FailureCode.FILE_IN_USE, "batch_1, which is finalizing");
        // When
        batches.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 2));
        deletion.delete(output);
        // Then
        assertThat(objects.keys()).allMatch(key -> key.startsWith("files/"));
        refused(() -> deletion.delete(output), FailureCode.NOT_FOUND, output.value());
    }

    @Test
    void shouldSayThatThereIsNoSuchFileOfABatchThatIsNotKnown() {
        FileId output = FileId.ofBatch(BATCH, BatchFile.OUTPUT);
        refused(() -> deletion.delete(output), FailureCode.NOT_FOUND, output.value());
    }

    private static void refused(ThrowingCallable call, FailureCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code))
                .hasMessageContaining(words);
    }
}
