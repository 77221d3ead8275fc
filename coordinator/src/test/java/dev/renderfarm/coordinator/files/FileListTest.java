package dev.renderfarm.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.files.FileList.Order;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages of files. Long because every case goes over the same bucket, in both directions: they share the fixture.
 */
class FileListTest {

    private static final Set<FilePurpose> ALL = EnumSet.allOf(FilePurpose.class);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(TestBatches.CREATED.minus(Duration.ofDays(400)));
    private final FileStore files = new FileStore(objects, time, new Random(1));
    private final ResultFiles results = new ResultFiles(objects);
    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final FileList list = new FileList(objects, batches, Runnable::run, time);

    @Test
    void shouldListUploadsAndWhatBatchesLeftByAgeWhenNothingIsLeftOut() {
        // Given
        FileId first = upload();
        time.advance(Duration.ofDays(400));
        FileId output = leave("batch_1", BatchFile.OUTPUT);
        FileId manifest = leave("batch_1", BatchFile.MANIFEST);
        time.advance(Duration.ofSeconds(1));
        FileId last = upload();
        // Then
        assertThat(ids(ALL, Order.DESC)).containsExactly(last, manifest, output, first);
        assertThat(ids(ALL, Order.ASC)).containsExactly(first, output, manifest, last);
        assertThat(ids(Set.of(FilePurpose.BATCH), Order.DESC)).containsExactly(last, first);
        assertThat(ids(Set.of(FilePurpose.BATCH_OUTPUT), Order.ASC)).containsExactly(output, manifest);
    }

    @Test
    void shouldFindThePlaceOfWhatABatchLeftWhenTheBatchTellsTimesInSeconds() {
        // Given
        BatchId id = new BatchId("batch_1");
        time.advance(Duration.ofDays(400).plusMillis(456));
        FileId input = upload();
        Batch written = TestBatches.finalizing(id, TestBatches.CREATED.plusMillis(789));
        FileId output = results.save(written, BatchFile.OUTPUT, InputStream.nullInputStream(), 0);
        FileId manifest = results.save(written, BatchFile.MANIFEST, InputStream.nullInputStream(), 0);
        Batch told = Json.read(Json.bytes(written), Batch.class);
        batches.put(told);
        // Then
        assertThat(idsByPages(Order.DESC, 1)).containsExactly(manifest, output, input);
        assertThat(idsByPages(Order.ASC, 1)).containsExactly(input, output, manifest);
        // When
        results.delete(told, BatchFile.OUTPUT);
        // Then
        assertThat(ids(ALL, Order.DESC)).containsExactly(manifest, input);
    }

    @Test
    void shouldTellOfEachFileWhatIsToldOfItAlone() {
        FileId upload = upload();
        FileId output = leave("batch_1", BatchFile.OUTPUT);
        assertThat(page(ALL, Order.DESC, null, 9).files())
                .containsExactlyInAnyOrder(
                        files.find(upload).orElseThrow(),
                        results.find(batches.get(new BatchId("batch_1")).orElseThrow(), BatchFile.OUTPUT)
                                .orElseThrow())
                .extracting(UploadedFile::id)
                .contains(output);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 5_000})
    void shouldHaveEachOfManyFilesOnceWhateverThePage(int limit) {
        // Given
        List<FileId> uploaded = new ArrayList<>();
        Random gaps = new Random(3);
        for (int i = 0; i < 2_300; i++) {
            uploaded.add(0, upload());
            time.advance(Duration.ofMillis(i % 100 == 0 ? gaps.nextInt(100_000_000) : 1 + gaps.nextInt(3)));
        }
        List<FileId> some = limit == 1 ? uploaded.subList(2_200, 2_300) : uploaded;
        if (limit == 1) {
            uploaded.subList(0, 2_200).forEach(files::delete);
        }
        // Then
        assertThat(idsByPages(Order.DESC, limit)).containsExactlyElementsOf(some);
        List<FileId> oldestFirst = new ArrayList<>(some);
        Collections.reverse(oldestFirst);
        assertThat(idsByPages(Order.ASC, limit)).containsExactlyElementsOf(oldestFirst);
    }

    @Test
    void shouldListFilesOfOneMillisecondWhenThereAreMoreThanASpanHolds() {
        for (int i = 0; i < 1_500; i++) {
            upload();
        }
        List<FileId> newestFirst = idsByPages(Order.DESC, 400);
        Collections.reverse(newestFirst);
        assertThat(newestFirst).hasSize(1_500).doesNotHaveDuplicates();
        assertThat(idsByPages(Order.ASC, 400)).containsExactlyElementsOf(newestFirst);
    }

    @Test
    void shouldReadNoMoreDescriptionsThanAPageHolds() {
        // Given
        for (int i = 0; i < 1_200; i++) {
            upload();
            time.advance(Duration.ofMillis(1));
        }
        List<String> asked = new ArrayList<>();
        objects.failWith(key -> {
            asked.add(key);
            return Optional.empty();
        });
        // When
        FileList.Page page = page(ALL, Order.DESC, null, 10_000);
        // Then
        assertThat(page.files()).hasSize(1_000);
        assertThat(page.hasMore()).isTrue();
        assertThat(asked).filteredOn(key -> key.endsWith(".json")).hasSize(1_000);
    }

    @Test
    void shouldFindTheOldestWithinFewListingsWhenManyWereUploadedLongAfterTheEpoch() {
        // Given
        for (int i = 0; i < 2_000; i++) {
            upload();
            time.advance(Duration.ofMillis(10));
        }
        List<String> asked = new ArrayList<>();
        objects.failWith(key -> {
            asked.add(key);
            return Optional.empty();
        });
        // When
        FileList.Page first = page(ALL, Order.ASC, null, 10);
        long ofTheFirst = asked.stream().filter(key -> key.equals("results/")).count();
        page(ALL, Order.ASC, first.files().get(9).id(), 10);
        long ofBoth = asked.stream().filter(key -> key.equals("results/")).count();
        // Then
        assertThat(ofTheFirst).isLessThan(45);
        assertThat(ofBoth - ofTheFirst).isLessThan(8);
    }

    @Test
    void shouldGoOnAfterAFileThatWasDeletedMeanwhile() {
        // Given
        FileId first = upload();
        time.advance(Duration.ofSeconds(1));
        FileId second = upload();
        time.advance(Duration.ofDays(400));
        FileId output = leave("batch_1", BatchFile.OUTPUT);
        // When
        files.delete(second);
        results.delete(batches.get(new BatchId("batch_1")).orElseThrow(), BatchFile.OUTPUT);
        // Then
        assertThat(page(ALL, Order.DESC, output, 9).files())
                .extracting(UploadedFile::id)
                .containsExactly(first);
        assertThat(page(ALL, Order.DESC, second, 9).files())
                .extracting(UploadedFile::id)
                .containsExactly(first);
        assertThat(page(ALL, Order.ASC, first, 9)).isEqualTo(new FileList.Page(List.of(), false));
    }

    @Test
    void shouldGiveNoEmptyPageBeforeTheEndWhenDescriptionsVanishWhileTheyAreListed() {
        // Given
        FileId left = upload();
        time.advance(Duration.ofMillis(1));
        FileId vanishing = upload();
        objects.failWith(key -> {
            if (key.equals(ObjectKeys.uploadDescription(vanishing))) {
                objects.failWith(any -> Optional.empty());
                objects.delete(key);
            }
            return Optional.empty();
        });
        // When
        FileList.Page page = page(ALL, Order.DESC, null, 1);
        // Then
        assertThat(page.files()).extracting(UploadedFile::id).containsExactly(left);
        assertThat(page.hasMore()).isFalse();
    }

    @Test
    void shouldLeaveOutWhatIsNotThereInFullAndWhatCannotBeRead() {
        // Given
        FileId whole = upload();
        FileId halfway = FileId.ofUpload(time.instant(), new Random(9));
        FileId damaged = FileId.ofUpload(time.instant(), new Random(8));
        objects.put(ObjectKeys.upload(halfway), new byte[1], "text/csv", Map.of());
        objects.put(ObjectKeys.uploadDescription(damaged), new byte[] {'{'}, "application/json", Map.of());
        // Then
        assertThat(ids(ALL, Order.DESC)).containsExactly(whole);
    }

    @Test
    void shouldListUploadsOfAnEarlierReleaseAfterAllOthers() {
        // Given
        List<FileId> earlier = List.of(earlierUpload("0a"), earlierUpload("f1"));
        FileId upload = upload();
        // Then
        assertThat(ids(ALL, Order.DESC)).containsExactly(upload, earlier.get(0), earlier.get(1));
        assertThat(idsByPages(Order.ASC, 1)).containsExactly(upload, earlier.get(0), earlier.get(1));
        assertThat(ids(Set.of(FilePurpose.BATCH_OUTPUT), Order.DESC)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-none", "file-0123456789abcdef01234567", "file-batch_none-output", "file-tff"})
    void shouldSayThatItDoesNotKnowAFileToGoOnAfter(String id) {
        upload();
        assertThat(list.page(ALL, Order.DESC, new FileId(id), 9)).isEmpty();
    }

    @Test
    void shouldSayThatStorageIsAwayWhenItGoesWhileDescriptionsAreRead() {
        upload();
        objects.failWith(key ->
                key.endsWith(".json") ? Optional.of(new StorageUnavailableException("away", null)) : Optional.empty());
        assertThatThrownBy(() -> page(ALL, Order.DESC, null, 9)).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void shouldReadNoFurtherDescriptionWhenStorageIsAway() {
        // Given
        for (int i = 0; i < 10; i++) {
            upload();
        }
        List<String> asked = new ArrayList<>();
        objects.failWith(key -> {
            if (!key.endsWith(".json")) {
                return Optional.empty();
            }
            asked.add(key);
            return Optional.of(new StorageUnavailableException("away", null));
        });
        List<Runnable> waiting = new ArrayList<>();
        FileList later = new FileList(
                objects,
                batches,
                reading -> {
                    waiting.add(reading);
                    if (waiting.size() == 10) {
                        waiting.get(0).run();
                    }
                },
                time);
        // When
        assertThatThrownBy(() -> later.page(ALL, Order.DESC, null, 10)).isInstanceOf(StorageUnavailableException.class);
        waiting.forEach(Runnable::run);
        // Then
        assertThat(asked).hasSize(1);
    }

    private FileId upload() {
        return files.save("a.csv", "batch", InputStream.nullInputStream(), 0).id();
    }

    private FileId earlierUpload(String id) {
        UploadedFile file = new UploadedFile(new FileId("file-" + id), 0, Instant.EPOCH, "old.csv", "batch");
        objects.put(ObjectKeys.uploadDescription(file.id()), Json.bytes(file), "application/json", Map.of());
        return file.id();
    }

    private FileId leave(String id, BatchFile file) {
        Batch batch = TestBatches.batch(new BatchId(id), BatchStatus.COMPLETED, 1);
        batches.put(batch);
        return results.save(batch, file, new ByteArrayInputStream(new byte[3]), 3);
    }

    private List<FileId> ids(Set<FilePurpose> purposes, Order order) {
        FileList.Page page = page(purposes, order, null, 10_000);
        assertThat(page.hasMore()).isFalse();
        return page.files().stream().map(UploadedFile::id).toList();
    }

    private List<FileId> idsByPages(Order order, int limit) {
        List<FileId> all = new ArrayList<>();
        FileList.Page page;
        do {
            page = page(ALL, order, all.isEmpty() ? null : all.get(all.size() - 1), limit);
            page.files().forEach(file -> all.add(file.id()));
        } while (page.hasMore());
        return all;
    }

    private FileList.Page page(Set<FilePurpose> purposes, Order order, @Nullable FileId after, int limit) {
        return list.page(purposes, order, after, limit).orElseThrow();
    }
}
