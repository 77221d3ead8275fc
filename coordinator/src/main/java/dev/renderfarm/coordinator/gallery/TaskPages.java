package dev.renderfarm.coordinator.gallery;

import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskDrawing;
import dev.renderfarm.common.api.TaskItem;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.items.ItemPages;
import dev.renderfarm.coordinator.links.ImagePath;
import dev.renderfarm.coordinator.links.PublicUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by page, each with what its line asks for. A page costs a bounded amount of work: where few tasks are wanted it
 * may be short, even empty, and not be the last. Safe for several threads.
 *
 * <p>Every method throws what the directory throws while it cannot be read, and
 * {@link dev.renderfarm.objectstore.store.StorageUnavailableException} if the bucket does not answer.
 */
public final class TaskPages {

    private static final int MOST_SCANS = 32;
    private static final int MOST_PARTS = 16;

    private final TaskDirectory tasks;
    private final ItemPages items;
    private final Supplier<Map<TaskId, TaskDrawing>> drawings;

    /** @param drawings what devices draw now */
    public TaskPages(TaskDirectory tasks, ItemPages items, Supplier<Map<TaskId, TaskDrawing>> drawings) {
        this.tasks = tasks;
        this.items = items;
        this.drawings = drawings;
    }

    /**
     * @param from smallest index
     * @param limit at least 1
     * @param farm its address, with which those of pictures begin
     */
    public Page page(BatchId batch, TaskFilter filter, int from, int limit, PublicUrl farm) {
        TaskDirectory.Page found =
                filter.asksForLines() ? byLine(batch, filter, from, limit) : scan(batch, filter, from, limit);
        List<TaskDetails> page = new ArrayList<>();
        Parts parts = new Parts();
        Map<TaskId, TaskDrawing> drawn = drawings.get();
        for (TaskView task : found.tasks()) {
            if (!parts.mayRead(task.id().index() / ObjectKeys.PART_SIZE)) {
                return new Page(page, task.id().index());
            }
            page.add(details(task, farm, drawn));
        }
        return new Page(page, found.next());
    }

    /** Empty where the batch has no such task. */
    public Optional<TaskDetails> task(TaskId id, PublicUrl farm) {
        return tasks.list(id.batchId(), null, id.index(), 1).tasks().stream()
                .findFirst()
                .map(task -> details(task, farm, drawings.get()));
    }

    private TaskDirectory.Page scan(BatchId batch, TaskFilter filter, int from, int limit) {
        List<TaskView> found = new ArrayList<>();
        Integer next = from;
        for (int scans = 0; next != null && found.size() < limit && scans < MOST_SCANS; scans++) {
            TaskDirectory.Page page = tasks.list(batch, filter.state(), filter.verdict(), next, limit - found.size());
            found.addAll(page.tasks());
            next = page.next();
        }
        return new TaskDirectory.Page(found, next);
    }

    /** Looks into the parts that hold the lines, one after the other, for as long as the batch goes on. */
    private TaskDirectory.Page byLine(BatchId batch, TaskFilter filter, int from, int limit) {
        List<TaskView> found = new ArrayList<>();
        int first = from / ObjectKeys.PART_SIZE;
        for (int part = first; part < first + MOST_PARTS; part++) {
            int begin = Math.max(from, part * ObjectKeys.PART_SIZE);
            if (tasks.list(batch, null, begin, 1).tasks().isEmpty()) {
                return new TaskDirectory.Page(found, null);
            }
            Map<Integer, TaskView> near = Map.of();
            for (int index : items.indexes(batch, part, filter::takes)) {
                if (index >= from && found.size() == limit) {
                    return new TaskDirectory.Page(found, index);
                }
                if (index >= from && !near.containsKey(index)) {
                    near = near(batch, index, limit - found.size());
                }
                TaskView task = near.get(index);
                if (task != null && filter.takes(task)) {
                    found.add(task);
                }
            }
        }
        return new TaskDirectory.Page(found, (first + MOST_PARTS) * ObjectKeys.PART_SIZE);
    }

    /** Another replica may keep them, so they are not asked for one by one where several are wanted. */
    private Map<Integer, TaskView> near(BatchId batch, int first, int wanted) {
        return tasks.list(batch, null, first, wanted).tasks().stream()
                .collect(Collectors.toMap(task -> task.id().index(), task -> task));
    }

    private TaskDetails details(TaskView task, PublicUrl farm, Map<TaskId, TaskDrawing> drawn) {
        TaskDrawing drawing = task.state() == TaskState.IN_FLIGHT ? drawn.get(task.id()) : null;
        return items.item(task.id().batchId(), task.id().index())
                .fold(
                        item -> new TaskDetails(
                                task,
                                TaskItem.of(item),
                                url(task, item, farm),
                                small(task, item, farm),
                                source(task, item, farm),
                                drawing),
                        lost -> new TaskDetails(task, TaskItem.LOST, null, null, null, drawing));
    }

    private static @Nullable String url(TaskView task, RenderItem item, PublicUrl farm) {
        ImageFile file = item.imageFile();
        return task.image() == null ? null : farm + ImagePath.of(task.id().batchId(), file);
    }

    private static @Nullable String small(TaskView task, RenderItem item, PublicUrl farm) {
        StoredImage image = task.image();
        return image == null ? null : farm + ImagePath.thumbnail(task.id().batchId(), item.imageName(), image.sha256());
    }

    private static @Nullable String source(TaskView task, RenderItem item, PublicUrl farm) {
        return item.image().edit() == null ? null : farm + ImagePath.source(task.id());
    }

    /** @param next index with which the next page begins; null after the last */
    public record Page(List<TaskDetails> tasks, @Nullable Integer next) {
        public Page {
            tasks = List.copyOf(tasks);
        }
    }

    /** Counts the parts that a page reads. */
    private static final class Parts {

        private int last = -1;
        private int count;

        boolean mayRead(int part) {
            if (part != last) {
                last = part;
                count++;
            }
            return count <= MOST_PARTS;
        }
    }
}
