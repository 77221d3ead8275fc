package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of batches as the ledger knows them. Safe for several threads.
 *
 * <p>Throws {@link LedgerUnavailableException} while the ledger cannot be read, as after a start, and of a batch whose
 * tasks another replica keeps that cannot be asked; {@link BatchLeftException} where they are kept no longer.
 */
public interface TaskDirectory {

    /** Tasks of one page that is read for several that are asked for. */
    int MOST_TOGETHER = 1_000;

    /** How far apart tasks may be for which one page is read. */
    int MOST_BETWEEN = 100;

    /**
     * A page of a batch's tasks by index. Looks at a bounded number of tasks, so where few tasks have the state asked
     * for a page may be shorter than the limit, even empty, and not be the last.
     *
     * @param state null for all
     * @param from smallest index
     * @param limit at least 1
     */
    default Page list(BatchId batch, @Nullable TaskState state, int from, int limit) {
        return list(batch, state, null, from, limit);
    }

    /**
     * The same of pictures that were judged so.
     *
     * @param verdict on what was rendered; null for all, whatever became of them
     */
    Page list(BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit);

    /**
     * Tasks by index, of those indexes that there are. Those near each other are read together, since another replica may
     * keep them.
     */
    default Map<Integer, TaskView> tasks(BatchId batch, Collection<Integer> indexes) {
        NavigableSet<Integer> left = new TreeSet<>(indexes);
        Map<Integer, TaskView> found = new HashMap<>();
        while (!left.isEmpty()) {
            Integer first = left.first();
            for (TaskView task : list(batch, null, first, together(left)).tasks()) {
                if (left.remove(task.id().index())) {
                    found.put(task.id().index(), task);
                }
            }
            left.remove(first);
        }
        return found;
    }

    private static int together(NavigableSet<Integer> left) {
        int first = left.first();
        int last = first;
        for (int index : left) {
            if (index - last > MOST_BETWEEN || index - first >= MOST_TOGETHER) {
                break;
            }
            last = index;
        }
        return last - first + 1;
    }

    /** All tasks of a batch at a letter each; none of one that is unknown or not validated. Looks at every entry. */
    TaskLetters letters(BatchId batch);

    /** Whether a task has that state and, where a verdict is asked for, was rendered and judged so. */
    static boolean takes(TaskView task, @Nullable TaskState state, @Nullable Verdict verdict) {
        return (state == null || task.state() == state)
                && (verdict == null || (task.state() == TaskState.COMPLETED && task.verdict() == verdict));
    }

    /**
     * @param tasks empty for a batch that is unknown or not validated
     * @param next where the next page begins; null after the last
     */
    record Page(List<TaskView> tasks, @Nullable Integer next) {
        public Page {
            tasks = List.copyOf(tasks);
        }
    }
}
