package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.TaskState;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of batches as the ledger knows them. Safe for several threads.
 *
 * <p>Throws {@link LedgerUnavailableException} while the ledger cannot be read, as after a start, and of a batch whose
 * tasks another replica keeps.
 */
public interface TaskDirectory {

    /**
     * A page of a batch's tasks by index. Looks at a bounded number of tasks, so where few tasks have the state asked
     * for a page may be shorter than the limit, even empty, and not be the last.
     *
     * @param state null for all
     * @param from smallest index
     * @param limit at least 1
     */
    default Page list(BatchId batch, @Nullable TaskState state, int from, int limit) {
        return matching(batch, task -> state == null || task.state() == state, from, limit);
    }

    /** The same of those that are wanted, whatever it is that tells them. */
    Page matching(BatchId batch, Predicate<TaskView> wanted, int from, int limit);

    /** All tasks of a batch at a letter each; none of one that is unknown or not validated. Looks at every entry. */
    TaskLetters letters(BatchId batch);

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
