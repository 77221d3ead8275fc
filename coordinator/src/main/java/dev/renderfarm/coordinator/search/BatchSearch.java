package dev.renderfarm.coordinator.search;

import dev.renderfarm.common.api.BatchList;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for batches, newest first. One search reads a bounded number of them, so a page may hold fewer than are wanted and
 * not be the last; what is in another state than the one that is looked for is passed by without being read. Safe for several threads.
 */
public final class BatchSearch {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 32;

    private final BatchDirectory batches;
    private final SkuIndex skus;

    public BatchSearch(BatchDirectory batches, SkuIndex skus) {
        this.batches = batches;
        this.skus = skus;
    }

    /**
     * A page, and how many batches there are; empty where {@code after} is not known.
     *
     * @param after of any state: the list goes on with what is older; null begins with the newest
     * @param limit at least 1
     * @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the batches cannot be read now
     */
    public Optional<BatchList> list(BatchQuery query, int limit, @Nullable BatchId after) {
        Optional<Found> found = query.isNarrow() ? search(query, limit, after) : look(query, limit, after);
        return found.map(page -> page.list(new BatchList.Shelf(batches.counts())));
    }

    /** @param last batch that was looked at; null for none */
    private record Found(List<Batch> batches, @Nullable BatchId last, boolean more) {

        BatchList list(BatchList.Shelf shelf) {
            String first = batches.isEmpty() ? null : batches.get(0).id().value();
            return new BatchList(batches, first, last == null ? null : last.value(), more, shelf);
        }
    }

    private Optional<Found> look(BatchQuery query, int limit, @Nullable BatchId after) {
        return batches.list(limit, after, query.state())
                .map(page -> new Found(page.batches(), last(page.batches()), page.hasMore()));
    }

    private Optional<Found> search(BatchQuery query, int limit, @Nullable BatchId after) {
        List<Batch> found = new ArrayList<>();
        BatchId last = after;
        boolean more = true;
        SkuIndex.Lookup sku = skus.lookup(query.words());
        for (int pages = 0; more && pages < MOST_PAGES; pages++) {
            Optional<BatchDirectory.Page> page = batches.list(PAGE, last, query.state());
            if (page.isEmpty()) {
                return Optional.empty();
            }
            more = page.get().hasMore();
            for (Batch batch : page.get().batches()) {
                if (batch.id().equals(query.parent())) {
                    // all that render lines of it again are newer
                    return Optional.of(new Found(found, last(found), false));
                }
                if (query.isOf(batch) && (query.hasWords(batch) || sku.isIn(batch))) {
                    if (found.size() == limit) {
                        return Optional.of(new Found(found, last(found), true));
                    }
                    found.add(batch);
                }
                last = batch.id();
            }
        }
        return Optional.of(more ? new Found(found, last, true) : new Found(found, last(found), false));
    }

    private static @Nullable BatchId last(List<Batch> page) {
        return page.isEmpty() ? null : page.get(page.size() - 1).id();
    }
}
