package dev.renderfarm.coordinator.review;

import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.submission.BatchReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on pictures, while their batch goes on and after its end. Returns when the broker has all of them, and the
 * tables show them and the batch counts them, or patience has ended; repeating it changes nothing. Of several that judge a picture the last counts.
 */
public final class BatchReviews {

    /** In one command, so that it is a small record however long its notes are. */
    private static final int MOST_AT_ONCE = 200;

    private final BatchDirectory batches;
    private final PictureFinder pictures;
    private final CommandPublisher commands;
    private final BatchReader reader;
    private final InstantSource clock;

    public BatchReviews(
            BatchDirectory batches,
            PictureFinder pictures,
            CommandPublisher commands,
            BatchReader reader,
            InstantSource clock) {
        this.batches = batches;
        this.pictures = pictures;
        this.commands = commands;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * @throws RequestRefusedException if there is no such batch or picture, or one that is not there to be seen
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batch's tasks cannot be read now
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch review(BatchId id, ReviewRequest request) throws InterruptedException {
        Batch batch = batches.get(id).orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
        List<ReviewItems.Item> items = ReviewItems.of(request);
        List<List<Integer>> found =
                pictures.find(batch, items.stream().map(ReviewItems.Item::ref).toList());
        Map<Integer, TaskView> tasks =
                pictures.tasks(id, found.stream().flatMap(List::stream).toList());
        List<Said> said = said(items, found, tasks);
        boolean changes = said.stream().anyMatch(one -> !isShown(of(tasks, one.index()), one));
        for (int from = 0; from < said.size(); from += MOST_AT_ONCE) {
            List<Said> some = said.subList(from, Math.min(from + MOST_AT_ONCE, said.size()));
            commands.publish(new BatchCommand.Review(id, some, clock.instant()));
        }
        Said last = said.get(said.size() - 1);
        long told = batch.renderfarm().sequence() + (changes ? 1 : 0);
        return reader.await(
                        id,
                        now -> now.renderfarm().sequence() >= told && isShown(pictures.task(id, last.index()), last))
                .orElse(batch);
    }

    /** Each picture once: the last that is said of it. */
    private static List<Said> said(
            List<ReviewItems.Item> items, List<List<Integer>> found, Map<Integer, TaskView> tasks) {
        Map<Integer, Said> said = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            ReviewItems.Item item = items.get(i);
            for (int index : rendered(item.ref(), found.get(i), tasks)) {
                said.remove(index);
                said.put(index, new Said(index, item.verdict(), item.note()));
            }
        }
        return List.copyOf(said.values());
    }

    /** Of a line those that are there; a picture that is named itself has to be. */
    private static List<Integer> rendered(PictureRef ref, List<Integer> indexes, Map<Integer, TaskView> tasks) {
        List<Integer> rendered = new ArrayList<>();
        @Nullable TaskView other = null;
        for (int index : indexes) {
            TaskView task = of(tasks, index);
            if (task.state() == TaskState.COMPLETED) {
                rendered.add(index);
            } else {
                other = task;
            }
        }
        if (rendered.isEmpty()) {
            String state = Objects.requireNonNull(other).state().wireName();
            throw PictureFinder.conflict(ref.told() + " is " + state + ": only what was rendered can be judged");
        }
        return rendered;
    }

    private static TaskView of(Map<Integer, TaskView> tasks, int index) {
        return Objects.requireNonNull(tasks.get(index), "every picture that is meant was read");
    }

    private static boolean isShown(TaskView task, Said said) {
        Review review = task.review();
        boolean silent = review == null && said.verdict() == Verdict.UNDECIDED;
        return silent
                || (review != null && review.verdict() == said.verdict() && Objects.equals(review.note(), said.note()));
    }
}
