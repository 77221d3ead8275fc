package dev.renderfarm.coordinator.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.coordinator.submission.KnownBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRetryTest {

    private static final BatchId ENDED = new BatchId("batch_ended");

    @TempDir
    private Path disk;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final InstantSource clock = InstantSource.fixed(TestBatches.CREATED);
    private final FileStore files = new FileStore(objects, clock, new Random(1));
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeTaskDirectory tasks = new FakeTaskDirectory();
    private final FakeCommandPublisher commands = new FakeCommandPublisher();

    @Test
    void shouldSubmitTheLinesOfWhatFailedAsABatchOfItsOwn() throws Exception {
        // Given
        ended(TaskState.COMPLETED, TaskState.FAILED, TaskState.CANCELLED, TaskState.COMPLETED, TaskState.FAILED);
        // When
        retry(RetryRequest.FAILED, null);
        // Then
        assertThat(lines()).satisfiesExactly(line -> assertThat(line).startsWith(line(1)), line -> assertThat(line)
                .startsWith(line(4)));
        assertThat(submitted().parentBatchId()).isEqualTo(ENDED);
        assertThat(submitted().maxAttempts()).isEqualTo(3);
    }

    @Test
    void shouldTakeWhatWasCancelledTooWhenAsked() throws Exception {
        // Given
        ended(TaskState.COMPLETED, TaskState.CANCELLED, TaskState.FAILED);
        // When
        retry(new RetryRequest(true, true), null);
        // Then
        assertThat(lines()).hasSize(2).noneMatch(line -> line.contains("seed"));
    }

    @Test
    void shouldRenderAnewWhatIsThereWhenAllIsAskedForOfSomeLines() throws Exception {
        // Given
        ended(TaskState.COMPLETED, TaskState.COMPLETED, TaskState.FAILED);
        // When
        retry(new RetryRequest(null, true, true, List.of("SKU-1")), null);
        // Then
        assertThat(lines()).singleElement().asString().startsWith(line(1)).doesNotContain("seed");
    }

    @Test
    void shouldRefuseLinesThatHaveNotFailedOrAreNotThereOrNone() throws Exception {
        // Given
        ended(TaskState.COMPLETED, TaskState.FAILED);
        // When, then
        refuses(new RetryRequest(null, null, null, List.of("SKU-0")), "ask for all to render them again");
        refuses(new RetryRequest(null, null, true, List.of("SKU-0", "MUG")), "has no line \"MUG\"");
        refuses(new RetryRequest(null, null, null, List.of()), "1 to 1000 lines");
        refuses(new RetryRequest(null, null, null, Collections.nCopies(1_001, "SKU-1")), "1 to 1000 lines");
        refuses(new RetryRequest(null, null, null, Collections.singletonList(null)), "must be the text");
        assertThat(commands.commands()).isEmpty();
        assertThat(objects.keys()).noneMatch(key -> key.startsWith(ObjectKeys.UPLOADS));
    }

    private void refuses(RetryRequest request, String why) {
        assertThatThrownBy(() -> retry(request, null))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldGiveTheSameBatchWhenRepeatedWithItsKeyAndRefuseAnotherRequestUnderIt() throws Exception {
        // Given
        ended(TaskState.FAILED);
        Batch first = retry(RetryRequest.FAILED, "key");
        // When, then
        assertThat(retry(RetryRequest.FAILED, "key").id()).isEqualTo(first.id());
        assertThatThrownBy(() -> retry(new RetryRequest(true, null), "key"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("was used for another request");
    }

    @Test
    void shouldRefuseWhenThereIsNothingToRetry() throws Exception {
        // Given
        ended(TaskState.COMPLETED, TaskState.COMPLETED);
        directory.put(TestBatches.batch(new BatchId("batch_on"), BatchStatus.IN_PROGRESS, 1));
        directory.put(TestBatches.batch(new BatchId("batch_bad"), BatchStatus.FAILED, 1));
        // When, then
        refuses(ENDED, "nothing of the batch failed");
        refuses(new BatchId("batch_on"), "wait for its end");
        refuses(new BatchId("batch_bad"), "failed validation");
        refuses(new BatchId("batch_none"), "there is no batch");
        assertThat(commands.commands()).isEmpty();
    }

    @Test
    void shouldSayThatTheItemsAreLostWhenNoneOfThemCanBeRead() throws Exception {
        // Given
        ended(TaskState.CANCELLED);
        objects.delete(ObjectKeys.itemPart(ENDED, 0));
        // When, then
        assertThatThrownBy(() -> retry(new RetryRequest(true, null), null))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("cannot be read any more: hand the file in again");
    }

    @Test
    void shouldRetryTheTasksOfABatchOfWhichLinesWereSkipped() throws Exception {
        // Given
        ended(TaskState.COMPLETED, TaskState.FAILED);
        directory.put(TestBatches.settled(ENDED, BatchStatus.COMPLETED, new RequestCounts(2, 1, 1), null, 3));
        // When
        retry(RetryRequest.FAILED, null);
        // Then
        assertThat(lines()).singleElement().asString().startsWith(line(1));
    }

    @Test
    void shouldSayThatSkippedLinesHaveToBeMended() throws Exception {
        ended(TaskState.COMPLETED);
        directory.put(TestBatches.settled(ENDED, BatchStatus.COMPLETED, new RequestCounts(1, 1, 0), null, 3));
        refuses(ENDED, "what failed are lines that were skipped: mend them");
    }

    private void refuses(BatchId batch, String why) {
        assertThatThrownBy(() -> retry().retry(batch, RetryRequest.FAILED, null, null))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining(why);
    }

    private Batch retry(RetryRequest request, @Nullable String key) throws InterruptedException {
        return retry().retry(ENDED, request, key, null);
    }

    private BatchRetry retry() {
        var reader = new BatchReader(directory, Duration.ZERO, time, time);
        var submission = new BatchSubmission(
                files,
                new KnownBatches(directory, objects, clock),
                FakeModels.registry("tiny"),
                TestLayouts.of(objects),
                commands,
                reader,
                new FakeCapacity(),
                clock,
                new Random(2));
        return new BatchRetry(directory, tasks, new ItemPartReader(objects), files, submission, new LocalDisk(disk));
    }

    private void ended(TaskState... states) {
        ItemPartWriter parts = new ItemPartWriter(objects, ENDED, Runnable::run);
        for (int i = 0; i < states.length; i++) {
            var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), i);
            parts.write(
                    new RenderItem(i, i + 2, "SKU-" + i, null, new ImageName("SKU-" + i), image),
                    Map.of(),
                    ResponseFormat.URL);
        }
        parts.finish(List.of());
        List<TaskState> all = List.of(states);
        tasks.put(
                ENDED,
                IntStream.range(0, states.length)
                        .mapToObj(i -> new TaskView(new TaskId(ENDED, i), states[i], List.of(), null, null))
                        .toList());
        int failed = (int) all.stream().filter(TaskState.FAILED::equals).count();
        int completed = (int) all.stream().filter(TaskState.COMPLETED::equals).count();
        directory.put(TestBatches.settled(
                ENDED, BatchStatus.COMPLETED, new RequestCounts(states.length, completed, failed), null));
    }

    private BatchCommand.Submit submitted() {
        return (BatchCommand.Submit) commands.commands().get(0);
    }

    private List<String> lines() throws Exception {
        try (var content = files.open(submitted().inputFileId())) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static String line(int index) {
        return "{\"custom_id\":\"SKU-" + index;
    }
}
