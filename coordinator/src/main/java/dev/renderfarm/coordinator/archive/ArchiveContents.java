package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
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

    ArchiveContents(TaskDirectory tasks) {
        this.tasks = tasks;
    }

    /** How many pictures there are, without a look at any. @param review null for all */
    long count(List<BatchId> batches, @Nullable Verdict review) {
        return batches.stream()
                .map(tasks::letters)
                .mapToLong(letters -> IntStream.range(0, letters.total())
                        .filter(index -> takes(letters, review, index))
                        .count())
                .sum();
    }

    /**
     * Read from the ledger a page at a time, of what is completed when the batch is come to.
     *
     * @param review null for all
     */
    Iterator<ArchivedPicture> of(List<BatchId> batches, @Nullable Verdict review) {
        return new Pictures(batches.iterator(), review);
    }

    private static boolean takes(TaskLetters letters, @Nullable Verdict review, int index) {
        return letters.isCompleted(index) && (review == null || letters.isJudged(index, review));
    }

    /** Where the next page begins. */
    private record Place(BatchId batch, TaskLetters letters, int from) {}

    /** For one thread. */
    private final class Pictures implements Iterator<ArchivedPicture> {

        private final Iterator<BatchId> batches;
        private final @Nullable Verdict review;
        private Iterator<ArchivedPicture> page = List.<ArchivedPicture>of().iterator();
        private @Nullable Place place;

        Pictures(Iterator<BatchId> batches, @Nullable Verdict review) {
            this.batches = batches;
            this.review = review;
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
            while (first < letters.total() && !takes(letters, review, first)) {
                first++;
            }
            if (first >= letters.total()) {
                return null;
            }
            TaskDirectory.Page read = tasks.list(here.batch, TaskState.COMPLETED, first, PAGE);
            page = pictures(read.tasks(), letters).iterator();
            return read.next() == null ? null : new Place(here.batch, letters, read.next());
        }

        private List<ArchivedPicture> pictures(List<TaskView> completed, TaskLetters letters) {
            List<ArchivedPicture> pictures = new ArrayList<>();
            for (TaskView task : completed) {
                StoredImage image = task.image();
                int index = task.id().index();
                if (image != null && index < letters.total() && takes(letters, review, index)) {
                    pictures.add(new ArchivedPicture(task.id(), image, task.verdict()));
                }
            }
            return pictures;
        }
    }
}
