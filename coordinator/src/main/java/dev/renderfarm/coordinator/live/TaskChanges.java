package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.TaskChangesView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Tells those who watch batches which of their tasks have changed. Safe for several threads. */
public final class TaskChanges {

    private final Set<Watch> watches = new CopyOnWriteArraySet<>();

    public void changed(TaskId task) {
        watches.forEach(watch -> watch.changed(task.batchId(), task.index(), task.index()));
    }

    Watch watch(Collection<BatchId> batches) {
        Watch watch = new Watch(batches);
        watches.add(watch);
        return watch;
    }

    /**
     * What has changed for one who watches. Each change is told one round later than it is heard of, since the ledger may
     * hear of it a moment after this process does. To be closed.
     */
    final class Watch implements AutoCloseable {

        private final Map<BatchId, IndexRanges> heard = new LinkedHashMap<>();
        private final Map<BatchId, IndexRanges> due = new LinkedHashMap<>();

        private Watch(Collection<BatchId> batches) {
            for (BatchId batch : batches) {
                heard.put(batch, new IndexRanges());
                due.put(batch, new IndexRanges());
            }
        }

        synchronized void changed(BatchId batch, int first, int last) {
            IndexRanges ranges = heard.get(batch);
            if (ranges != null) {
                ranges.add(first, last);
            }
        }

        /** Ends a round. */
        synchronized List<TaskChangesView> take() {
            List<TaskChangesView> changes = new ArrayList<>();
            due.forEach((batch, ranges) -> {
                if (!ranges.isEmpty()) {
                    changes.add(new TaskChangesView(batch, ranges.ranges()));
                }
            });
            due.putAll(heard);
            heard.replaceAll((batch, told) -> new IndexRanges());
            return changes;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
