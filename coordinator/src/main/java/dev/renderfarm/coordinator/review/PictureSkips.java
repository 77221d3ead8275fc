package dev.renderfarm.coordinator.review;

import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.submission.BatchReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Pictures of a batch that nobody needs any more. What has settled stays as it is; repeating it changes nothing. */
public final class PictureSkips {

    private static final int MOST_AT_ONCE = 1_000;

    private final BatchDirectory batches;
    private final PictureFinder pictures;
    private final CommandPublisher commands;
    private final BatchReader reader;
    private final InstantSource clock;

    public PictureSkips(
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
     * Returns when the broker has the wish and the tables show it, or patience has ended.
     *
     * @throws RequestRefusedException if there is no such batch or picture, or all of them have settled
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batch's tasks cannot be read now
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch skip(BatchId id, SkipRequest request) throws InterruptedException {
        Batch batch = batches.get(id).orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
        List<PictureRef> refs = refs(request);
        requireGoingOn(batch);
        List<Integer> open = open(id, pictures.find(batch, refs));
        for (int from = 0; from < open.size(); from += MOST_AT_ONCE) {
            List<Integer> some = open.subList(from, Math.min(from + MOST_AT_ONCE, open.size()));
            commands.publish(new BatchCommand.Skip(id, some, clock.instant()));
        }
        int last = open.get(open.size() - 1);
        Batch after = reader.await(id, now -> pictures.task(id, last).state().isSettled())
                .orElse(batch);
        if (!pictures.task(id, last).state().isSettled()) {
            requireGoingOn(after);
        }
        return after;
    }

    /** One whose window has ended may be shown in progress for a while, and has nothing skipped any more. */
    private void requireGoingOn(Batch batch) {
        boolean ended = batch.windowHasEnded(clock.instant());
        if (ended || batch.status() != BatchStatus.IN_PROGRESS) {
            throw PictureFinder.conflict("the batch is " + batch.status().wireName()
                    + (ended && !batch.status().isTerminal() ? ", and its completion window has ended" : "")
                    + ": there is nothing of it left to skip");
        }
    }

    private static List<PictureRef> refs(SkipRequest request) {
        List<String> ids = request.customIds() == null ? List.of() : request.customIds();
        List<Integer> indexes = request.indexes() == null ? List.of() : request.indexes();
        boolean none = ids.isEmpty() && indexes.isEmpty();
        if (none || Math.max(ids.size(), indexes.size()) > SkipRequest.MOST_PICTURES) {
            throw RequestRefusedException.invalid(
                    "custom_ids",
                    "custom_ids or indexes must name 1 to " + SkipRequest.MOST_PICTURES
                            + " lines or pictures each; to need none of them any more, cancel the batch");
        }
        List<PictureRef> refs = new ArrayList<>();
        ids.forEach(id -> refs.add(new PictureRef("custom_ids", id, null)));
        indexes.forEach(index -> refs.add(new PictureRef("indexes", null, index)));
        return refs;
    }

    private List<Integer> open(BatchId batch, List<List<Integer>> named) {
        Set<Integer> all = new LinkedHashSet<>();
        named.forEach(all::addAll);
        Map<Integer, TaskView> tasks = pictures.tasks(batch, all);
        List<Integer> open = new ArrayList<>();
        String settled = "";
        for (int index : all) {
            TaskView task = Objects.requireNonNull(tasks.get(index), "every picture that is meant was read");
            if (task.state().isSettled()) {
                settled = PictureRef.told(task.id()) + " is " + task.state().wireName();
            } else {
                open.add(index);
            }
        }
        if (open.isEmpty()) {
            throw PictureFinder.conflict(settled + ": none of these is left to skip");
        }
        return open;
    }
}
