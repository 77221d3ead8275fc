package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.util.Iterator;

/** The tasks of a batch, each with the item that it is for. */
final class SettledTasks {

    /** @param tasks one for each item, in the same order */
    static Iterator<SettledTask> of(Batch batch, Iterator<StoredItem> items, Iterator<TaskView> tasks) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public SettledTask next() {
                TaskView task = tasks.next();
                StoredItem stored = items.next();
                RenderItem item = stored.fold(readable -> readable, lost -> LostItem.of(task));
                return new SettledTask(batch, item, stored.columns(), stored.responseFormat(), task);
            }
        };
    }

    private SettledTasks() {}
}
