package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.PublicText;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.items.ItemPages;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest failures, with what became of their tasks. Safe for several threads. */
public final class FailurePages {

    private final LatestFailures failures;
    private final TaskDirectory tasks;
    private final ItemPages items;

    public FailurePages(LatestFailures failures, TaskDirectory tasks, ItemPages items) {
        this.failures = failures;
        this.tasks = tasks;
        this.items = items;
    }

    /**
     * Newest first; empty where {@code after} is not known, or not any more.
     *
     * @param after list goes on after this one; null begins with the newest
     * @param limit at least 1
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     */
    public Optional<List<FailureView>> list(@Nullable String after, int limit) {
        return list(after, limit, task -> true);
    }

    /** As the other, of tasks that are seen. */
    public Optional<List<FailureView>> list(@Nullable String after, int limit, Predicate<TaskId> seen) {
        Became became = new Became();
        return failures.list(after, limit, seen)
                .map(page -> page.stream().map(failure -> view(failure, became)).toList());
    }

    private FailureView view(LatestFailures.Failure failure, Became became) {
        TaskId task = failure.result().taskId();
        return new FailureView(
                failure.id(),
                failure.result().finishedAt(),
                task.batchId(),
                task,
                items.item(task.batchId(), task.index()).fold(item -> item.customId(), lost -> null),
                failure.result().attempt(),
                failure.result().workerId(),
                failure.failed().code(),
                PublicText.of(failure.failed().detail()),
                became.state(task));
    }

    /** What became of the tasks of a page. What keeps them may not answer: then no other one is waited for. */
    private final class Became {

        private boolean away;

        @Nullable
        TaskState state(TaskId task) {
            if (away) {
                return null;
            }
            try {
                return tasks.list(task.batchId(), null, task.index(), 1).tasks().stream()
                        .map(TaskView::state)
                        .findFirst()
                        .orElse(null);
            } catch (BatchLeftException e) {
                return null;
            } catch (LedgerUnavailableException e) {
                away = true;
                return null;
            }
        }
    }
}
