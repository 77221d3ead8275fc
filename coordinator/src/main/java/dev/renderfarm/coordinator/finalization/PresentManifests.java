package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.Manifests;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.SkippedLineReader;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** {@link Manifests} from items and tasks, as the finalizer writes the one that stays in the bucket. */
public final class PresentManifests implements Manifests {

    private static final int PAGE = 1_000;

    private final ItemPartReader parts;
    private final SkippedLineReader skipped;
    private final TaskDirectory tasks;

    public PresentManifests(ObjectStore objects, ItemPartReader parts, TaskDirectory tasks) {
        this.parts = parts;
        this.skipped = new SkippedLineReader(objects);
        this.tasks = tasks;
    }

    @Override
    public InputStream manifest(Batch batch, @Nullable Verdict verdict) {
        Iterator<StoredItem> items =
                parts.sequence(batch.id(), batch.taskCounts().total());
        int lines = verdict == null ? batch.renderfarm().input().skippedLines() : 0;
        return new ManifestStream(
                parts.columns(batch.id()),
                SettledTasks.of(batch, items, tasks(batch.id())),
                new SkippedLines(skipped.sequence(batch.id(), lines)),
                verdict);
    }

    private Iterator<TaskView> tasks(BatchId batch) {
        return new Iterator<>() {
            private Iterator<TaskView> page = List.<TaskView>of().iterator();
            private @Nullable Integer from = 0;

            @Override
            public boolean hasNext() {
                while (!page.hasNext() && from != null) {
                    TaskDirectory.Page next = tasks.list(batch, null, from, PAGE);
                    page = next.tasks().iterator();
                    from = next.next();
                }
                return page.hasNext();
            }

            @Override
            public TaskView next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the tasks of " + batch + " are fewer than its items");
                }
                return page.next();
            }
        };
    }
}
