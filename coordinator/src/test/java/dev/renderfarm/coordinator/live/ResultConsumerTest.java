package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.items.ItemPages;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ResultConsumerTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final Instant begun = Instant.now();
    private final FarmCurve curve = new FarmCurve(InstantSource.system());
    private final LatestFailures latest = new LatestFailures(2);
    private final FarmDay day = SampleDays.empty();
    private final ResultConsumer results =
            new ResultConsumer(new TaskChanges(), curve, latest, day, new ResultBacklog(day, curve));
    private final FakeTaskDirectory tasks = new FakeTaskDirectory();
    private final FailurePages failures =
            new FailurePages(latest, tasks, new ItemPages(new ItemPartReader(new InMemoryObjectStore()), 1));

    private void hear(long offset, TaskOutcome outcome) {
        TaskId task = new TaskId(BATCH, (int) offset);
        byte[] json = Json.bytes(SampleFailures.result(task, outcome));
        results.on(record(3, offset, json));
    }

    /** Each written a millisecond after the one before. */
    private ConsumerRecord<String, byte[]> record(int partition, long offset, byte[] json) {
        return new ConsumerRecord<>(
                "results",
                partition,
                offset,
                begun.plusMillis(offset).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                json.length,
                "batch_1",
                json,
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void shouldTellFailuresInTheOrderInWhichTheyWereWrittenWhenTheyAreReadInAnother() {
        // Given
        tasks.put(BATCH, List.of(new TaskView(new TaskId(BATCH, 0), TaskState.FAILED, List.of(), null, null)));
        byte[] json = Json.bytes(SampleFailures.result(
                new TaskId(BATCH, 0), new TaskOutcome.Failed(FailureCode.RENDER_FAILED, "it broke")));
        // When
        results.on(record(1, 5, json));
        results.on(record(0, 4, json));
        results.on(record(1, 5, json));
        // Then
        assertThat(failures.list(null, 10).orElseThrow())
                .extracting(FailureView::id)
                .containsExactly("failure-1-5", "failure-0-4");
    }

    @Test
    void shouldTellTheNewestFailuresWithWhatBecameOfTheirTasks() {
        // Given
        tasks.put(
                BATCH,
                List.of(
                        new TaskView(new TaskId(BATCH, 0), TaskState.FAILED, List.of(), null, null),
                        new TaskView(new TaskId(BATCH, 1), TaskState.FAILED, List.of(), null, null),
                        new TaskView(new TaskId(BATCH, 2), TaskState.COMPLETED, List.of(), null, null)));
        // When
        for (int i = 0; i < 3; i++) {
            hear(i, new TaskOutcome.Failed(FailureCode.RENDER_FAILED, "it broke at http://10.0.0.1:80/x"));
        }
        hear(3, new TaskOutcome.Failed(FailureCode.BATCH_CANCELLED, "nobody wants it"));
        hear(4, new TaskOutcome.Declined("not mine"));
        hear(5, new TaskOutcome.Rendered(new StoredImage("a", "b", "c", 1)));
        // Then
        List<FailureView> all = failures.list(null, 10).orElseThrow();
        assertThat(all).extracting(FailureView::id).containsExactly("failure-3-2", "failure-3-1");
        assertThat(all).extracting(FailureView::became).containsExactly(TaskState.COMPLETED, TaskState.FAILED);
        assertThat(all.get(0).detail()).doesNotContain("10.0.0.1");
        assertThat(failures.list("failure-3-2", 10).orElseThrow())
                .extracting(FailureView::id)
                .containsExactly("failure-3-1");
        assertThat(failures.list("failure-3-0", 10)).isEmpty();
        assertThat(curve.view().failed().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(3);
        assertThat(curve.view().rendered().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(1);
    }

    @Test
    void shouldGoOnAfterARecordThatIsNoResult() {
        byte[] text = "{".getBytes(StandardCharsets.UTF_8);
        results.on(new ConsumerRecord<>("results", 0, 1, "batch_1", text));
        results.on(new ConsumerRecord<>("results", 0, 2, "batch_1", null));
        assertThat(failures.list(null, 1).orElseThrow()).isEmpty();
    }
}
