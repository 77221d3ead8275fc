package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest failures that workers have reported since this process began, at most so many. Safe for several threads. */
public final class LatestFailures {

    /** @param failed its outcome */
    record Failure(String id, TaskResult result, TaskOutcome.Failed failed) {}

    private final int most;
    private final Map<String, Failure> byId = new LinkedHashMap<>();

    public LatestFailures(int most) {
        this.most = most;
    }

    /** @param id of the result's record */
    synchronized void note(String id, TaskResult result, TaskOutcome.Failed failed) {
        byId.putIfAbsent(id, new Failure(id, result, failed));
        if (byId.size() > most) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /**
     * Newest first; empty where {@code after} is not known, or not any more.
     *
     * @param after list goes on after this one; null begins with the newest
     * @param limit at least 1
     * @param seen of which tasks
     */
    synchronized Optional<List<Failure>> list(@Nullable String after, int limit, Predicate<TaskId> seen) {
        Failure last = after == null ? null : byId.get(after);
        if (after != null && (last == null || !seen.test(last.result().taskId()))) {
            return Optional.empty();
        }
        List<Failure> oldestFirst = new ArrayList<>(byId.values());
        List<Failure> page = new ArrayList<>();
        boolean begun = after == null;
        for (int i = oldestFirst.size() - 1; i >= 0 && page.size() < limit; i--) {
            if (begun) {
                if (seen.test(oldestFirst.get(i).result().taskId())) {
                    page.add(oldestFirst.get(i));
                }
            } else {
                begun = oldestFirst.get(i).id().equals(after);
            }
        }
        return Optional.of(page);
    }
}
