package dev.renderfarm.coordinator.ledger.stream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.failed;
import static dev.renderfarm.coordinator.ledger.books.Samples.policies;
import static dev.renderfarm.coordinator.ledger.books.Samples.rendered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.offstream.StoredTaskDirectory;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

    @TempDir
    Path state;

    private LedgerDriver ledger;
    private BatchDirectory batches;
    private TaskDirectory tasks;

    @BeforeEach
    void open() {
        ledger = LedgerDriver.onDisk(state.resolve("a"), policies(4));
        batches = new StatusTable(ledger);
        tasks = new StoredTaskDirectory(new StreamReader(ledger), batches, Retention.FOREVER, () -> Samples.START);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void shouldListBatchesOfOneSecondNewestFirstPageByPage() {
        // Given
        for (int age = 0; age < 5; age++) {
            ledger.send(submittedBefore(age));
        }
        ledger.send(Samples.validated(new BatchId("batch_1"), 1));
        // When
        BatchDirectory.Page first = batches.list(2, null).orElseThrow();
        BatchDirectory.Page second =
                batches.list(3, first.batches().get(1).id()).orElseThrow();
        // Then
        assertThat(first.batches()).extracting(Batch::id).map(BatchId::value).containsExactly("batch_4", "batch_3");
        assertThat(first.hasMore()).isTrue();
        assertThat(second.batches())
                .extracting(Batch::id)
                .map(BatchId::value)
                .containsExactly("batch_2", "batch_1", "batch_0");
        assertThat(second.hasMore()).isFalse();
        assertThat(batches.list(5, new BatchId("batch_unknown"))).isEmpty();
    }

    @Test
    void shouldListAndCountTheBatchesOfAState() {
        // Given
        for (int age = 0; age < 4; age++) {
            ledger.send(submittedBefore(age));
        }
        ledger.send(new BatchCommand.Cancel(new BatchId("batch_1"), Samples.START));
        ledger.send(new BatchCommand.Cancel(new BatchId("batch_3"), Samples.START));
        // When
        BatchDirectory.Page first = batches.list(1, null, BatchState.DONE).orElseThrow();
        BatchDirectory.Page rest =
                batches.list(5, new BatchId("batch_2"), BatchState.DONE).orElseThrow();
        // Then
        assertThat(first.batches()).extracting(Batch::id).map(BatchId::value).containsExactly("batch_3");
        assertThat(first.hasMore()).isTrue();
        assertThat(rest.batches()).extracting(Batch::id).map(BatchId::value).containsExactly("batch_1");
        assertThat(rest.hasMore()).isFalse();
        assertThat(batches.counts()).isEqualTo(new StateCounts(4, 2, 0, 0, 2));
        ledger.removeStatus(new BatchId("batch_3"));
        assertThat(batches.counts()).isEqualTo(new StateCounts(3, 2, 0, 0, 1));
    }

    @Test
    void shouldMarkWhatAReleaseBeforeHasWritten() {
        // Given
        KeyValueStore<String, byte[]> table = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("table"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        table.init(new MockProcessorContext<>().getStateStoreContext(), table);
        for (int i = 0; i < 3; i++) {
            BatchStatus status = i == 0 ? BatchStatus.IN_PROGRESS : BatchStatus.COMPLETED;
            Batch batch = TestBatches.batch(new BatchId("batch_" + i), status, 1);
            table.put(StatusKeys.byId(batch.id()), Json.bytes(batch));
            table.put(StatusKeys.byAge(batch), new byte[0]);
        }
        // When
        new StateMarks(table).renew();
        // Then
        assertThat(StateMarks.read(table.get(StateMarks.counts()))).isEqualTo(new StateCounts(3, 1, 0, 0, 2));
        Batch going = TestBatches.batch(new BatchId("batch_0"), BatchStatus.IN_PROGRESS, 1);
        assertThat(StateMarks.holds(table.get(StatusKeys.byAge(going)), BatchState.RENDERING))
                .isTrue();
    }

    @Test
    void shouldFindABatchAndForgetOneThatWasRemoved() {
        // Given
        ledger.send(submittedBefore(0));
        boolean found = batches.get(new BatchId("batch_4")).isPresent();
        // When
        ledger.removeStatus(new BatchId("batch_4"));
        // Then
        assertThat(found).isTrue();
        assertThat(batches.get(new BatchId("batch_4"))).isEmpty();
        assertThat(batches.list(5, null).orElseThrow().batches()).isEmpty();
    }

    @Test
    void shouldPageThroughTasksWithThoseThatWereNeverDispatched() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        List<RenderTask> dispatched = ledger.dispatched();
        ledger.send(rendered(dispatched.get(1)));
        ledger.send(failed(dispatched.get(2), FailureCode.INVALID_REQUEST));
        ledger.tick();
        // When
        TaskDirectory.Page first = tasks.list(BATCH, null, 0, 6);
        TaskDirectory.Page rest = tasks.list(BATCH, null, 6, 6);
        TaskDirectory.Page completed = tasks.list(BATCH, TaskState.COMPLETED, 0, 6);
        // Then
        assertThat(first.tasks())
                .extracting(TaskView::state)
                .containsExactly(
                        TaskState.IN_FLIGHT,
                        TaskState.COMPLETED,
                        TaskState.FAILED,
                        TaskState.IN_FLIGHT,
                        TaskState.IN_FLIGHT,
                        TaskState.IN_FLIGHT);
        assertThat(first.next()).isEqualTo(6);
        assertThat(rest.tasks()).extracting(view -> view.id().index()).containsExactly(6, 7, 8, 9);
        assertThat(rest.tasks()).extracting(TaskView::state).containsOnly(TaskState.WAITING);
        assertThat(rest.next()).isNull();
        assertThat(completed.tasks()).singleElement().satisfies(view -> {
            assertThat(view.id().index()).isEqualTo(1);
            assertThat(view.image()).isNotNull();
        });
    }

    @Test
    void shouldTellAllTasksAtALetterEach() {
        // Given
        ledger.begin(BATCH, 10, 3);
        ledger.tick();
        List<RenderTask> dispatched = ledger.dispatched();
        ledger.send(rendered(dispatched.get(1)));
        ledger.send(failed(dispatched.get(2), FailureCode.INVALID_REQUEST));
        ledger.tick();
        // Then
        assertThat(tasks.letters(BATCH)).hasToString("fcxfffwwww\n..........\n");
        ledger.send(new BatchCommand.Cancel(BATCH, Samples.START));
        assertThat(tasks.letters(BATCH).toString()).startsWith("fcxfffkkkk");
        assertThat(tasks.letters(new BatchId("batch_unknown"))).hasToString("\n\n");
    }

    @Test
    void shouldLookAtABoundedNumberOfTasksForAPage() {
        // Given
        ledger.begin(BATCH, 25_000, 3);
        // When
        TaskDirectory.Page page = tasks.list(BATCH, TaskState.FAILED, 0, 100);
        // Then
        assertThat(page.tasks()).isEmpty();
        assertThat(page.next()).isEqualTo(10_000);
    }

    @Test
    void shouldKnowNoTasksOfABatchThatIsUnknown() {
        assertThat(tasks.list(new BatchId("batch_unknown"), null, 0, 10))
                .isEqualTo(new TaskDirectory.Page(List.of(), null));
    }

    @Test
    void shouldSayThatTheLedgerIsUnavailableWhenAnotherReplicaOwnsTheBatch() {
        FakeBatchDirectory everywhere = new FakeBatchDirectory();
        everywhere.put(TestBatches.batch(BATCH, BatchStatus.IN_PROGRESS, 3));
        TaskDirectory elsewhere =
                new StoredTaskDirectory(new StreamReader(ledger), everywhere, Retention.FOREVER, () -> Samples.START);
        assertThatThrownBy(() -> elsewhere.list(BATCH, null, 0, 10))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("batch_1");
    }

    /** Its id does not tell its age. */
    private static BatchCommand.Submit submittedBefore(int millis) {
        BatchCommand.Submit now = Samples.submit(new BatchId("batch_" + (4 - millis)), 3);
        return new BatchCommand.Submit(
                now.batchId(),
                now.inputFileId(),
                now.endpoint(),
                now.completionWindow(),
                now.model(),
                now.seed(),
                now.maxAttempts(),
                now.metadata(),
                now.createdAt().minusMillis(millis),
                now.expiresAt(),
                now.rules(),
                null,
                null,
                now.terms(),
                null,
                now.sharing(),
                null,
                null,
                null);
    }
}
