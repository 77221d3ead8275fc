package dev.renderfarm.coordinator.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskItem;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchHistories;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TaskLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarmTaskDirectoryTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final String TASKS = "/v1/batches/batch_1/tasks";

    private final FakeReplicas replicas = new FakeReplicas();
    private final KeptReads reads = new KeptReads(replicas, replicas, Duration.ZERO, () -> Instant.EPOCH, time -> {});
    private final TaskDirectory tasks = new FarmTaskDirectory(new Elsewhere(), reads, replicas);

    private static final class Elsewhere implements TaskDirectory, BatchHistories {

        @Override
        public Page list(BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit) {
            throw new LedgerUnavailableException("kept by another replica", null);
        }

        @Override
        public TaskLetters letters(BatchId batch) {
            throw new LedgerUnavailableException("kept by another replica", null);
        }

        @Override
        public BatchHistory of(BatchId batch) {
            throw new LedgerUnavailableException("kept by another replica", null);
        }
    }

    private static TaskView task(int index, TaskState state) {
        return new TaskView(new TaskId(BATCH, index), state, List.of(), null, null);
    }

    /** As a replica answers, with what lines ask for. */
    private static String page(List<TaskView> tasks, boolean more) {
        return Json.string(ListView.of(
                tasks.stream()
                        .map(task -> new TaskDetails(task, TaskItem.LOST, null, null, null))
                        .toList(),
                details -> details.task().id(),
                more));
    }

    @Test
    void shouldTellWhatTheKeeperTellsWhenAPageIsAskedFor() {
        // Given
        List<TaskView> told = List.of(task(7, TaskState.FAILED), task(9, TaskState.FAILED));
        replicas.answer(TASKS + "?limit=2&after=batch_1/4&state=failed", page(told, true));
        // When
        TaskDirectory.Page page = tasks.list(BATCH, TaskState.FAILED, 5, 2);
        // Then
        assertThat(page.tasks()).isEqualTo(told);
        assertThat(page.next()).isEqualTo(10);
    }

    @Test
    void shouldAskForNoMoreThanAReplicaGivesWhenMoreIsWanted() {
        // Given
        replicas.answer(TASKS + "?limit=1000&review=approved", page(List.of(), false));
        // When
        TaskDirectory.Page page = tasks.list(BATCH, null, Verdict.APPROVED, 0, 5_000);
        // Then
        assertThat(page.tasks()).isEmpty();
        assertThat(page.next()).isNull();
    }

    @Test
    void shouldTellTheSameLettersWhenTheKeeperTellsThem() {
        // Given
        TaskLetters letters = new TaskLetters(3, TaskState.WAITING);
        letters.set(1, TaskState.COMPLETED, Verdict.APPROVED);
        replicas.answer(TASKS + "/states", letters.text());
        // When
        TaskLetters told = tasks.letters(BATCH);
        // Then
        assertThat(told).hasToString("wcw\n.a.\n");
        assertThat(told.isJudged(1, Verdict.APPROVED)).isTrue();
        assertThat(told.total()).isEqualTo(3);
    }

    @Test
    void shouldTellTheHistoryWhenTheKeeperTellsIt() {
        // Given
        BatchHistory history = new BatchHistory(List.of(), 4);
        replicas.answer("/v1/batches/batch_1/history", Json.bytes(history));
        // When
        BatchHistory told = new FarmBatchHistories(new Elsewhere(), reads, replicas).of(BATCH);
        // Then
        assertThat(told).isEqualTo(history);
    }

    @Test
    void shouldSayThatItCannotTellWhenTheAnswerIsNone() {
        replicas.answer(TASKS + "?limit=1", "<html>");
        replicas.answer(TASKS + "/states", "ww\n.\n");
        replicas.answer("/v1/batches/batch_1/history", "[]");
        assertThatThrownBy(() -> tasks.list(BATCH, null, 0, 1)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> tasks.letters(BATCH)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> new FarmBatchHistories(new Elsewhere(), reads, replicas).of(BATCH))
                .isInstanceOf(LedgerUnavailableException.class);
    }
}
