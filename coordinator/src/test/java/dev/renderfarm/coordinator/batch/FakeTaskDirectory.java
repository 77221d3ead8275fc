package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A {@link TaskDirectory} that knows what a test puts into it, and looks at few tasks at once. */
public class FakeTaskDirectory implements TaskDirectory {

    private static final int SCAN = 4;

    private final Map<BatchId, List<TaskView>> tasks = new ConcurrentHashMap<>();

    private final Map<TaskId, Verdict> verdicts = new ConcurrentHashMap<>();
    private volatile IntConsumer listener = from -> {};

    /** @param listener told where each page begins that is read */
    public void whenListed(IntConsumer listener) {
        this.listener = listener;
    }

    /** @param all of the batch, by index */
    public void put(BatchId batch, List<TaskView> all) {
        tasks.put(batch, List.copyOf(all));
    }

    @Override
    public Page list(BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit) {
        listener.accept(from);
        List<TaskView> all = tasks.getOrDefault(batch, List.of());
        List<TaskView> page = new ArrayList<>();
        int index = from;
        while (index < all.size() && index < from + SCAN && page.size() < limit) {
            TaskView task = all.get(index);
            if (TaskDirectory.takes(task, state, verdict)) {
                page.add(task);
            }
            index++;
        }
        return new Page(page, index < all.size() ? index : null);
    }

    /** What somebody has judged a task's picture to be, whatever the task itself says. */
    public void judge(TaskId task, Verdict verdict) {
        verdicts.put(task, verdict);
    }

    @Override
    public TaskLetters letters(BatchId batch) {
        List<TaskView> all = tasks.getOrDefault(batch, List.of());
        TaskLetters letters = new TaskLetters(all.size(), TaskState.WAITING);
        all.forEach(
                task -> letters.set(task.id().index(), task.state(), verdicts.getOrDefault(task.id(), task.verdict())));
        return letters;
    }
}
