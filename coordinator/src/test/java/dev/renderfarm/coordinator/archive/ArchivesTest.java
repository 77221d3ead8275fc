package dev.renderfarm.coordinator.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPages;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final BatchId CHILD = new BatchId("batch_2");
    private static final InstantSource CLOCK = InstantSource.fixed(TestBatches.CREATED);

    @TempDir
    Path folder;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FakeBatchDirectory batches = new FakeBatchDirectory();
    private final FakeTaskDirectory tasks = new FakeTaskDirectory();

    @BeforeEach
    void letTwoOfThreeBeCompletedAndOneBeDrawnAgain() throws IOException {
        new LocalDisk(folder).prepare();
        batches.put(TestBatches.batch(BATCH, BatchStatus.COMPLETED, 1));
        batches.put(TestBatches.child(CHILD, BATCH));
        fill(BATCH, "MUG", "=cmd()", "CUP");
        fill(CHILD, "MUG");
    }

    /** All are completed but those called CUP. */
    private void fill(BatchId batch, String... skus) {
        ItemPartWriter items = new ItemPartWriter(objects, batch, Runnable::run);
        List<TaskView> all = new ArrayList<>();
        for (String sku : skus) {
            TaskId id = new TaskId(batch, all.size());
            ImageRequest image = new ImageRequest("a \"mug\"", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
            ImageName name = new ImageName(sku.replaceAll("[^A-Z]", "_"));
            items.write(new RenderItem(id.index(), 2, sku, null, name, image), Map.of(), ResponseFormat.URL);
            all.add(sku.equals("CUP") ? waiting(id) : completed(id, batch + " " + sku));
        }
        items.finish(List.of());
        tasks.put(batch, all);
    }

    private static TaskView waiting(TaskId id) {
        return new TaskView(id, TaskState.WAITING, List.of(), null, null);
    }

    private TaskView completed(TaskId id, String content) {
        byte[] file = content.getBytes(UTF_8);
        objects.put("images/" + id, file, "image/png", Map.of());
        StoredImage image = new StoredImage("images/" + id, "k.json", Sha256.hex(file), file.length);
        return new TaskView(id, TaskState.COMPLETED, List.of(), image, null);
    }

    private Archives archives(long bytes, int atOnce) {
        ItemPages items = new ItemPages(new ItemPartReader(objects), 2);
        var limits = new Archives.Limits(bytes, 100, atOnce);
        return new Archives(batches, tasks, items, objects, Runnable::run, new LocalDisk(folder), CLOCK, limits);
    }

    private static Map<String, String> unpacked(InputStream archive) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.readAllBytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8)))
                        .isNull();
            }
        }
        archive.close();
        return files;
    }

    @Test
    void shouldHoldAllPicturesByNameWithThoseThatWereDrawnAgain() throws IOException {
        // When
        Map<String, String> files = unpacked(archives(1_000, 1).open(BATCH, ArchiveChoice.ALL));
        // Then
        assertThat(files)
                .containsEntry("MUG.png", "batch_1 MUG")
                .containsEntry("______.png", "batch_1 =cmd()")
                .containsEntry("MUG_again2.png", "batch_2 MUG")
                .hasSize(4);
        assertThat(files.getOrDefault("manifest.csv", "").lines().toList())
                .hasSize(4)
                .contains("\"MUG_again2.png\",\"MUG\",\"1\",\"batch_2\",\"0\",\"undecided\",\"1\",\"64x64\",\""
                        + Sha256.hex("batch_2 MUG") + "\",\"11\",\"a \"\"mug\"\"\"")
                .anyMatch(row -> row.contains("\"'=cmd()\""));
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void shouldHoldExactlyWhatWasApproved() throws IOException {
        // Given
        tasks.judge(new TaskId(BATCH, 0), Verdict.REJECTED);
        tasks.judge(new TaskId(CHILD, 0), Verdict.APPROVED);
        // Then
        assertThat(unpacked(archives(1_000, 1).open(BATCH, new ArchiveChoice(Verdict.APPROVED, null))))
                .containsOnlyKeys("MUG.png", "manifest.csv")
                .containsEntry("MUG.png", "batch_2 MUG");
    }

    @Test
    void shouldHoldAllPicturesOfTheSkusThatWereChosen() throws IOException {
        // Given
        TaskRanges mugAndWhatIsNotThere = TaskRanges.parse("tasks", "0,7-900000000");
        // When
        Map<String, String> files =
                unpacked(archives(1_000, 1).open(BATCH, new ArchiveChoice(null, mugAndWhatIsNotThere)));
        // Then
        assertThat(files).containsOnlyKeys("MUG.png", "MUG_again2.png", "manifest.csv");
    }

    @Test
    void shouldTakeEachTaskOnceHoweverOftenItIsNamed() {
        assertThat(TaskRanges.parse("tasks", "2-900000000,0-2,0,7").indexes(4)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        for (String text : List.of("", "1,", "a", "3-1", "-1", "0x1", "9999999999", "1".repeat(4_001))) {
            assertThatThrownBy(() -> TaskRanges.parse("tasks", text))
                    .isInstanceOf(RequestRefusedException.class)
                    .hasMessageStartingWith("tasks ");
        }
    }

    @Test
    void shouldBreakOffWhereAPictureIsMissingOrAnotherOne() throws IOException {
        for (String content : List.of("", "batch_1 =cmd(}")) {
            // Given
            objects.put("images/batch_1/1", content.getBytes(UTF_8), "image/png", Map.of());
            try (InputStream archive = archives(1_000, 1).open(BATCH, ArchiveChoice.ALL)) {
                // Then
                assertThat(archive.read()).isEqualTo('P');
                assertThatThrownBy(archive::readAllBytes)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("batch_1/1");
            }
        }
        objects.delete("images/batch_1/0");
        try (InputStream archive = archives(1_000, 1).open(BATCH, ArchiveChoice.ALL)) {
            assertThatThrownBy(archive::read).hasMessageContaining("missing");
        }
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void shouldNameTheCommandWhereThereIsTooMuch() {
        assertThatThrownBy(() -> archives(30, 1).open(BATCH, ArchiveChoice.ALL))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("farm download batch_1 --out");
    }

    @Test
    void shouldRefuseTooManyBeforeItLooksAtAny() {
        // Given
        List<Integer> pages = new ArrayList<>();
        tasks.whenListed(pages::add);
        ItemPages items = new ItemPages(new ItemPartReader(objects), 2);
        var limits = new Archives.Limits(1_000, 2, 1);
        var archives =
                new Archives(batches, tasks, items, objects, Runnable::run, new LocalDisk(folder), CLOCK, limits);
        // Then
        assertThatThrownBy(() -> archives.open(BATCH, ArchiveChoice.ALL))
                .hasMessageContaining("farm download batch_1 --out");
        assertThat(pages).isEmpty();
    }

    @Test
    void shouldReadNoFurtherThanItIsAskedFor() {
        // Given
        fill(BATCH, "A", "B", "C", "D", "E", "F");
        List<Integer> pages = new ArrayList<>();
        tasks.whenListed(pages::add);
        // When
        List<BatchId> family = List.of(BATCH, CHILD);
        ItemPages items = new ItemPages(new ItemPartReader(objects), 2);
        Iterator<ArchivedPicture> pictures =
                new ArchiveContents(tasks, family, ChosenTasks.of(ArchiveChoice.ALL, family, tasks, items)).pictures();
        assertThat(pages).isEmpty();
        pictures.next();
        // Then
        assertThat(pages).containsExactly(0);
        assertThat(pictures).toIterable().hasSize(6);
        assertThat(pages).containsExactly(0, 4, 0);
    }

    @Test
    void shouldHoldWhatWasDrawnAgainHoweverManyBatchesAreNewer() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            batches.put(TestBatches.batch(new BatchId("batch_3" + i), BatchStatus.COMPLETED, 1));
        }
        assertThat(unpacked(archives(1_000, 1).open(BATCH, ArchiveChoice.ALL))).containsKey("MUG_again2.png");
    }

    @Test
    void shouldLeaveNothingOpenWhereItCannotBegin() throws IOException {
        // Given
        Archives archives = archives(1_000, 1);
        batches.setAvailable(false);
        assertThatThrownBy(() -> archives.open(BATCH, ArchiveChoice.ALL))
                .isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> archives.open(BATCH, ArchiveChoice.ALL))
                .isInstanceOf(LedgerUnavailableException.class);
        // When
        batches.setAvailable(true);
        archives.open(BATCH, ArchiveChoice.ALL).close();
        // Then
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void shouldSendAFewAtATime() throws IOException {
        // Given
        Archives archives = archives(1_000, 1);
        try (InputStream first = archives.open(BATCH, ArchiveChoice.ALL)) {
            // Then
            assertThatThrownBy(() -> archives.open(BATCH, ArchiveChoice.ALL))
                    .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.code())
                            .isEqualTo(FailureCode.FARM_BUSY));
            first.close();
        }
        archives.open(BATCH, ArchiveChoice.ALL).close();
    }
}
