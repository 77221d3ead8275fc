package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A {@link BatchDirectory} that knows what a test puts into it. */
public class FakeBatchDirectory implements BatchDirectory {

    private final Map<BatchId, Batch> batches = new ConcurrentHashMap<>();
    private volatile boolean available = true;
    private volatile int looksLeft;
    private volatile @Nullable Batch late;

    public void put(Batch batch) {
        batches.put(batch.id(), batch);
    }

    public void remove(BatchId id) {
        batches.remove(id);
    }

    /** @param looks that do not find the batch yet */
    public void showAfter(int looks, Batch batch) {
        looksLeft = looks;
        late = batch;
    }

    public void setAvailable(boolean available) {
        this.available = available;
    }

    @Override
    public Optional<Batch> get(BatchId id) {
        check();
        showWhatIsLate();
        return Optional.ofNullable(batches.get(id));
    }

    @Override
    public Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state) {
        check();
        if (after != null && !batches.containsKey(after)) {
            return Optional.empty();
        }
        List<Batch> all = batches.values().stream()
                .sorted(Comparator.comparing(Batch::id).reversed())
                .filter(batch -> after == null || batch.id().compareTo(after) < 0)
                .filter(batch -> state == null || state.holds(batch))
                .toList();
        return Optional.of(new Page(all.subList(0, Math.min(limit, all.size())), all.size() > limit));
    }

    @Override
    public StateCounts counts() {
        check();
        return new StateCounts(
                batches.size(),
                count(BatchState.RENDERING),
                count(BatchState.TO_REVIEW),
                count(BatchState.NEEDS_MENDING),
                count(BatchState.DONE));
    }

    private int count(BatchState state) {
        return (int) batches.values().stream().filter(state::holds).count();
    }

    private synchronized void showWhatIsLate() {
        Batch shown = late;
        if (shown != null && looksLeft-- <= 0) {
            late = null;
            put(shown);
        }
    }

    private void check() {
        if (!available) {
            throw new LedgerUnavailableException("made unavailable by the test", new IllegalStateException());
        }
    }
}
