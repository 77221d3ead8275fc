package dev.renderfarm.coordinator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskDirectoryTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final List<String> asked = new ArrayList<>();

    /** Of so many tasks that wait. */
    private TaskDirectory of(int total, int mostOfAPage) {
        return new TaskDirectory() {
            @Override
            public Page list(BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit) {
                asked.add(from + "+" + limit);
                int end = Math.min(total, from + Math.min(limit, mostOfAPage));
                List<TaskView> tasks = IntStream.range(from, Math.max(from, end))
                        .mapToObj(i -> new TaskView(new TaskId(batch, i), TaskState.WAITING, List.of(), null, null))
                        .toList();
                return new Page(tasks, end < total ? end : null);
            }

            @Override
            public TaskLetters letters(BatchId batch) {
                throw new UnsupportedOperationException("looks at every task");
            }
        };
    }

    @Test
    void shouldReadTasksNearEachOtherTogetherAndOthersByThemselves() {
        // When
        Map<Integer, TaskView> found = of(9_000, 1_000).tasks(BATCH, List.of(7, 3, 3, 8_000, 60));
        // Then
        assertThat(found).containsOnlyKeys(3, 7, 60, 8_000);
        assertThat(found).allSatisfy((index, task) -> assertThat(task.id()).isEqualTo(new TaskId(BATCH, index)));
        assertThat(asked).containsExactly("3+58", "8000+1");
    }

    @Test
    void shouldReadNoMoreThanAPageAtOnce() {
        List<Integer> all = IntStream.range(0, 2_500).boxed().toList();
        assertThat(of(9_000, 1_000).tasks(BATCH, all)).containsOnlyKeys(all);
        assertThat(asked).containsExactly("0+1000", "1000+1000", "2000+500");
    }

    @Test
    void shouldAskOnWhereAPageIsShortAndLeaveOutWhatThereIsNot() {
        assertThat(of(10, 4).tasks(BATCH, List.of(0, 5, 9, 12, 5_000))).containsOnlyKeys(0, 5, 9);
        assertThat(asked).containsExactly("0+13", "5+8", "9+4", "12+1", "5000+1");
        assertThat(of(10, 4).tasks(BATCH, List.of())).isEmpty();
    }
}
