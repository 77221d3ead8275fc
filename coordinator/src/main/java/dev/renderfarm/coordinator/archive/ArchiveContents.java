package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TaskLetters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What goes into an archive: pictures of a batch in the order of its input, then of those that go on with it. */
final class ArchiveContents {

    private static final int PAGE = 1_000;

    private final BatchFamilies families;
    private final TaskDirectory tasks;

    ArchiveContents(BatchDirectory batches, TaskDirectory tasks) {
        this.families = new BatchFamilies(batches);
        this.tasks = tasks;
    }

    /** Read from the ledger as it goes on, of what is completed when the batch is come to. @param review null for all */
    Iterator<ArchivedPicture> of(BatchId batch, @Nullable Verdict review) {
        return families.of(batch).stream()
                .flatMap(member -> pictures(member, review))
                .iterator();
    }

    private Stream<ArchivedPicture> pictures(BatchId batch, @Nullable Verdict review) {
        TaskLetters letters = tasks.letters(batch);
        int pages = (letters.total() + PAGE - 1) / PAGE;
        return IntStream.range(0, pages)
                .filter(page -> wants(letters, review, page * PAGE))
                .boxed()
                .flatMap(page -> page(batch, letters, review, page * PAGE).stream());
    }

    private static boolean wants(TaskLetters letters, @Nullable Verdict review, int from) {
        return IntStream.range(from, Math.min(from + PAGE, letters.total()))
                .anyMatch(index -> takes(letters, review, index));
    }

    private static boolean takes(TaskLetters letters, @Nullable Verdict review, int index) {
        return letters.isCompleted(index) && (review == null || letters.isJudged(index, review));
    }

    private List<ArchivedPicture> page(BatchId batch, TaskLetters letters, @Nullable Verdict review, int first) {
        List<ArchivedPicture> pictures = new ArrayList<>();
        Integer next = first;
        while (next != null && next < first + PAGE) {
            TaskDirectory.Page page = tasks.list(batch, TaskState.COMPLETED, next, first + PAGE - next);
            for (TaskView task : page.tasks()) {
                StoredImage image = task.image();
                int index = task.id().index();
                if (image != null && index < first + PAGE && index < letters.total() && takes(letters, review, index)) {
                    pictures.add(new ArchivedPicture(task.id(), image, task.verdict()));
                }
            }
            next = page.next();
        }
        return pictures;
    }
}
