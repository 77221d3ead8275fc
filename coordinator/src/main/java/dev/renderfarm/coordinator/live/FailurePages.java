package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.PublicText;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.items.ItemPages;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
        return failures.list(after, limit, seen).map(page -> {
            Map<TaskId, TaskState> became = became(page);
            return page.stream().map(failure -> view(failure, became)).toList();
        });
    }

    private FailureView view(LatestFailures.Failure failure, Map<TaskId, TaskState> became) {
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
                became.get(task));
    }

    /** What became of the tasks, as far as that is told. What keeps them may not answer: then no other one is waited for. */
    private Map<TaskId, TaskState> became(List<LatestFailures.Failure> page) {
        Map<BatchId, List<Integer>> failed = page.stream()
                .map(failure -> failure.result().taskId())
                .collect(Collectors.groupingBy(
                        TaskId::batchId,
                        LinkedHashMap::new,
                        Collectors.mapping(TaskId::index, Collectors.toUnmodifiableList())));
        Map<TaskId, TaskState> became = new HashMap<>();
        for (Map.Entry<BatchId, List<Integer>> ofBatch : failed.entrySet()) {
            try {
                tasks.tasks(ofBatch.getKey(), ofBatch.getValue())
                        .values()
                        .forEach(task -> became.put(task.id(), task.state()));
            } catch (BatchLeftException e) {
                // nobody knows any more
            } catch (LedgerUnavailableException e) {
                return became;
            }
        }
        return became;
    }
}
