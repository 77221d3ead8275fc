package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TaskLetters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What goes into an archive: completed pictures of batches one after the other, each in the order of its input. */
final class ArchiveContents {

    private static final int PAGE = 1_000;

    private final TaskDirectory tasks;
    private final List<BatchId> batches;
    private final ChosenTasks chosen;

    ArchiveContents(TaskDirectory tasks, List<BatchId> batches, ChosenTasks chosen) {
        this.tasks = tasks;
        this.batches = batches;
        this.chosen = chosen;
    }

    /** How many pictures there are, without a look at any. */
    long count() {
        return batches.stream().mapToLong(this::count).sum();
    }

    private long count(BatchId batch) {
        TaskLetters letters = tasks.letters(batch);
        return IntStream.range(0, letters.total())
                .filter(index -> chosen.has(batch, letters, index))
                .count();
    }

    /** Read from the ledger a page at a time, of what is completed when the batch is come to. */
    Iterator<ArchivedPicture> pictures() {
        return new Pictures(batches.iterator());
    }

    /** Where the next page begins. */
    private record Place(BatchId batch, TaskLetters letters, int from) {}

    /** For one thread. */
    private final class Pictures implements Iterator<ArchivedPicture> {

        private final Iterator<BatchId> batches;
        private Iterator<ArchivedPicture> page = List.<ArchivedPicture>of().iterator();
        private @Nullable Place place;

        Pictures(Iterator<BatchId> batches) {
            this.batches = batches;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && (place != null || batches.hasNext())) {
                place = turn(place == null ? begin(batches.next()) : place);
            }
            return page.hasNext();
        }

        @Override
        public ArchivedPicture next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more pictures");
            }
            return page.next();
        }

        private Place begin(BatchId batch) {
            return new Place(batch, tasks.letters(batch), 0);
        }

        /** Null after the last page of the batch. */
        private @Nullable Place turn(Place here) {
            TaskLetters letters = here.letters;
            int first = here.from;
            while (first < letters.total() && !chosen.has(here.batch, letters, first)) {
                first++;
            }
            if (first >= letters.total()) {
                return null;
            }
            TaskDirectory.Page read = tasks.list(here.batch, TaskState.COMPLETED, first, PAGE);
            page = pictures(read.tasks(), here).iterator();
            return read.next() == null ? null : new Place(here.batch, letters, read.next());
        }

        private List<ArchivedPicture> pictures(List<TaskView> completed, Place here) {
            List<ArchivedPicture> pictures = new ArrayList<>();
            for (TaskView task : completed) {
                StoredImage image = task.image();
                int index = task.id().index();
                if (image != null && index < here.letters.total() && chosen.has(here.batch, here.letters, index)) {
                    pictures.add(new ArchivedPicture(task.id(), image, task.verdict()));
                }
            }
            return pictures;
        }
    }
}
