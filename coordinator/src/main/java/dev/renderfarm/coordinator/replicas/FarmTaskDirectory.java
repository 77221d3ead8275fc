package dev.renderfarm.coordinator.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TaskLetters;
import org.jspecify.annotations.Nullable;

/** The tasks of every batch of the farm, whichever replica keeps them. */
public final class FarmTaskDirectory implements TaskDirectory {

    /** Of one answer. */
    static final int MOST_OF_A_PAGE = 1_000;

    private final TaskDirectory here;
    private final KeptReads reads;
    private final OtherReplicas others;

    /** @param here those that this replica keeps */
    public FarmTaskDirectory(TaskDirectory here, KeptReads reads, HttpReplicas others) {
        this(here, reads, (OtherReplicas) others);
    }

    FarmTaskDirectory(TaskDirectory here, KeptReads reads, OtherReplicas others) {
        this.here = here;
        this.reads = reads;
        this.others = others;
    }

    @Override
    public Page list(BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit) {
        return reads.read(
                batch,
                () -> here.list(batch, state, verdict, from, limit),
                replica -> page(others.get(replica, batch, path(batch, state, verdict, from, limit)), replica));
    }

    @Override
    public TaskLetters letters(BatchId batch) {
        return reads.read(
                batch,
                () -> here.letters(batch),
                replica -> letters(others.get(replica, batch, "/tasks/states"), replica));
    }

    private static String path(
            BatchId batch, @Nullable TaskState state, @Nullable Verdict verdict, int from, int limit) {
        return "/tasks?limit=" + Math.min(limit, MOST_OF_A_PAGE)
                + (from == 0 ? "" : "&after=" + new TaskId(batch, from - 1))
                + (state == null ? "" : "&state=" + state.wireName())
                + (verdict == null ? "" : "&review=" + verdict.wireName());
    }

    private static Page page(byte[] json, ReplicaAddress replica) {
        try {
            ListView<TaskView> page = ListView.read(new String(json, UTF_8), TaskView.class);
            String last = page.lastId();
            return new Page(
                    page.data(),
                    page.hasMore() && last != null ? TaskId.parse(last).index() + 1 : null);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw unreadable(replica, e);
        }
    }

    private static TaskLetters letters(byte[] text, ReplicaAddress replica) {
        try {
            return TaskLetters.read(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(replica, e);
        }
    }

    static LedgerUnavailableException unreadable(ReplicaAddress replica, RuntimeException problem) {
        return new LedgerUnavailableException(
                "the replica " + replica + " answers what cannot be read: is it of another release?", problem);
    }
}
