package dev.renderfarm.coordinator.review;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.Said;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch of a few pictures: two of the line MUG, and one each of the lines after it. */
public final class PictureDesk {

    public static final BatchId BATCH = new BatchId("batch_1");
    public static final InstantSource CLOCK = InstantSource.fixed(TestBatches.CREATED);

    public final InMemoryObjectStore objects = new InMemoryObjectStore();
    public final FakeBatchDirectory batches = new FakeBatchDirectory();
    public final FakeTaskDirectory tasks = new FakeTaskDirectory();
    public final FakeCommandPublisher commands = new FakeCommandPublisher();
    public final PictureFinder finder = new PictureFinder(tasks, new ItemPartReader(objects));
    private final ManualTime time = new ManualTime(TestBatches.CREATED);
    private final List<TaskView> all = new ArrayList<>();

    /** @param states of the pictures, in order */
    public PictureDesk(BatchStatus status, TaskState... states) {
        ItemPartWriter parts = new ItemPartWriter(objects, BATCH, Runnable::run);
        for (int i = 0; i < states.length; i++) {
            String id = i < 2 ? "MUG" : "SKU-" + i;
            Integer variant = i < 2 ? i + 1 : null;
            var image = new ImageRequest("a mug", "blur", new ImageSize(64, 64), Sampling.of(8, 0), 40 + i);
            parts.write(
                    new RenderItem(i, i + 2, id, variant, new ImageName("P" + i), image),
                    Map.of("Price", "2"),
                    ResponseFormat.URL);
            all.add(task(i, states[i], null));
        }
        parts.finish(List.of("Price"));
        batches.put(
                status.isTerminal()
                        ? TestBatches.settled(BATCH, status, new RequestCounts(states.length, states.length, 0), null)
                        : TestBatches.batch(BATCH, status, 1, states.length, null));
        tasks.put(BATCH, all);
        commands.setLedger(this::carryOut);
    }

    public BatchReader reader() {
        return new BatchReader(batches, Duration.ofMillis(500), time, time);
    }

    private static TaskView task(int index, TaskState state, @Nullable Review review) {
        StoredImage image = new StoredImage("k" + index + ".png", "k" + index + ".json", "abc", 99);
        return new TaskView(
                new TaskId(BATCH, index),
                state,
                List.of(),
                state == TaskState.COMPLETED ? image : null,
                null,
                review,
                null);
    }

    private void carryOut(BatchCommand command) {
        if (command instanceof BatchCommand.Review review) {
            for (Said said : review.said()) {
                TaskState state = all.get(said.index()).state();
                all.set(said.index(), task(said.index(), state, new Review(said.verdict(), said.note(), review.at())));
            }
        } else if (command instanceof BatchCommand.Skip skip) {
            skip.indexes().forEach(index -> all.set(index, task(index, TaskState.CANCELLED, null)));
        }
        tasks.put(BATCH, all);
    }
}
