package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory with the batches that were opened and that it does not show yet, so that nobody is told that there is
 * no such batch who was given it. They are remembered here, and on every replica and after a restart in the bucket,
 * for as long as their completion window is open. The list has those that were opened by this process. Safe for several
 * threads.
 */
public final class KnownBatches implements BatchDirectory {

    private static final int MOST_REMEMBERED = 1_000;

    private final BatchDirectory shown;
    private final SubmissionStore submissions;
    private final InstantSource clock;
    private final Asker asker;
    private final Map<BatchId, Batch> opened = new LinkedHashMap<>();

    public KnownBatches(BatchDirectory shown, ObjectStore objects, InstantSource clock) {
        this(shown, objects, clock, Asker.FARM);
    }

    /** @param asker whose batches there are */
    public KnownBatches(BatchDirectory shown, ObjectStore objects, InstantSource clock, Asker asker) {
        this.asker = asker;
        this.shown = shown;
        this.submissions = new SubmissionStore(objects);
        this.clock = clock;
    }

    SubmissionStore submissions() {
        return submissions;
    }

    /** Takes note of a batch that the directory does not show yet. */
    synchronized void remember(Batch batch) {
        opened.put(batch.id(), batch);
        if (opened.size() > MOST_REMEMBERED) {
            opened.remove(opened.keySet().iterator().next());
        }
    }

    /** @throws dev.renderfarm.objectstore.store.StorageUnavailableException if only the bucket could tell */
    @Override
    public Optional<Batch> get(BatchId id) {
        return any(id).filter(this::isSeen);
    }

    /** Whosever it is. */
    private Optional<Batch> any(BatchId id) {
        return shown.get(id).or(() -> remembered(id)).or(() -> submitted(id));
    }

    private boolean isSeen(Batch batch) {
        return asker.sees(batch.renderfarm().sharing().tenant());
    }

    /** All of them, as the farm itself sees them. */
    private BatchDirectory everybodys() {
        return new BatchDirectory() {
            @Override
            public Optional<Batch> get(BatchId id) {
                return any(id);
            }

            @Override
            public Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state) {
                return listAll(limit, after, state);
            }

            @Override
            public StateCounts counts() {
                return countAll();
            }
        };
    }

    private synchronized Optional<Batch> remembered(BatchId id) {
        return Optional.ofNullable(opened.get(id));
    }

    private Optional<Batch> submitted(BatchId id) {
        return submissions
                .find(id)
                .map(SubmissionStore.Submission::command)
                .filter(command -> clock.instant().isBefore(command.expiresAt()))
                .map(OpenedBatch::of);
    }

    @Override
    public Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state) {
        return asker.isBounded()
                ? new OwnBatches(everybodys(), this::isSeen).list(limit, after, state)
                : listAll(limit, after, state);
    }

    private Optional<Page> listAll(int limit, @Nullable BatchId after, @Nullable BatchState state) {
        List<Batch> unseen = unseen();
        List<BatchId> ids = unseen.stream().map(Batch::id).toList();
        if (after != null && !ids.contains(after)) {
            return shown.list(limit, after, state);
        }
        List<Batch> first = unseen.subList(after == null ? 0 : ids.indexOf(after) + 1, unseen.size()).stream()
                .filter(batch -> state == null || state.holds(batch))
                .toList();
        if (first.size() > limit) {
            return Optional.of(new Page(first.subList(0, limit), true));
        }
        return shown.list(limit, null, state).map(older -> together(first, older, limit));
    }

    /** Those that are unseen are rendering, as far as anybody knows. */
    @Override
    public StateCounts counts() {
        return asker.isBounded() ? new OwnBatches(everybodys(), this::isSeen).counts() : countAll();
    }

    private StateCounts countAll() {
        int unseen = unseen().size();
        StateCounts seen = shown.counts();
        return new StateCounts(
                seen.all() + unseen, seen.rendering() + unseen, seen.toReview(), seen.needsMending(), seen.done());
    }

    /** A batch may have appeared since: it stands among the older ones then. */
    private static Page together(List<Batch> first, Page older, int limit) {
        Set<BatchId> appeared = older.batches().stream().map(Batch::id).collect(Collectors.toSet());
        List<Batch> all = Stream.concat(
                        first.stream().filter(batch -> !appeared.contains(batch.id())), older.batches().stream())
                .toList();
        return new Page(all.subList(0, Math.min(limit, all.size())), all.size() > limit || older.hasMore());
    }

    /** Newest first. Forgets what the directory shows. */
    private synchronized List<Batch> unseen() {
        opened.keySet().removeIf(id -> shown.get(id).isPresent());
        List<Batch> newestFirst = new ArrayList<>(opened.values());
        Collections.reverse(newestFirst);
        return newestFirst;
    }
}
