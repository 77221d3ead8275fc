package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A directory as if there were no batches but some. It reads past the others, so a page and the counts take as long as there
 * are batches of anybody's, up to so many.
 */
final class OwnBatches implements BatchDirectory {

    private static final int STEP = 500;
    private static final int MOST_STEPS = 200;

    private final BatchDirectory all;
    private final Predicate<Batch> own;

    OwnBatches(BatchDirectory all, Predicate<Batch> own) {
        this.all = all;
        this.own = own;
    }

    @Override
    public Optional<Batch> get(BatchId id) {
        return all.get(id).filter(own);
    }

    @Override
    public Optional<Page> list(int limit, @Nullable BatchId after, @Nullable BatchState state) {
        if (after != null && get(after).isEmpty()) {
            return Optional.empty();
        }
        List<Batch> found = read(limit + 1, after, state);
        return Optional.of(new Page(found.subList(0, Math.min(limit, found.size())), found.size() > limit));
    }

    @Override
    public StateCounts counts() {
        List<Batch> every = read(Integer.MAX_VALUE, null, null);
        return new StateCounts(
                every.size(),
                count(every, BatchState.RENDERING),
                count(every, BatchState.TO_REVIEW),
                count(every, BatchState.NEEDS_MENDING),
                count(every, BatchState.DONE));
    }

    private static int count(List<Batch> batches, BatchState state) {
        return (int) batches.stream().filter(state::holds).count();
    }

    private List<Batch> read(int most, @Nullable BatchId after, @Nullable BatchState state) {
        List<Batch> found = new ArrayList<>();
        BatchId last = after;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Optional<Page> page = all.list(STEP, last, state);
            if (page.isEmpty()) {
                return found;
            }
            List<Batch> batches = page.get().batches();
            for (Batch batch : batches) {
                if (own.test(batch)) {
                    found.add(batch);
                    if (found.size() == most) {
                        return found;
                    }
                }
            }
            if (!page.get().hasMore() || batches.isEmpty()) {
                return found;
            }
            last = batches.get(batches.size() - 1).id();
        }
        return found;
    }
}
