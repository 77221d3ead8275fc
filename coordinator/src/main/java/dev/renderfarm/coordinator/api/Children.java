package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches that render lines of another one again. All are newer than it, so the list need not be read to its end. */
record Children(BatchDirectory batches, Batch parent) {

    private static final int PAGE = 100;
    private static final int MOST_SCANS = 32;

    /** A page, newest first; it may hold fewer than the limit and not be the last. */
    ListView<Batch> list(int limit, @Nullable BatchId after) {
        List<Batch> found = new ArrayList<>();
        BatchId last = after;
        boolean more = true;
        for (int scans = 0; more && found.size() < limit && scans < MOST_SCANS; scans++) {
            BatchDirectory.Page page = batches.list(PAGE, last).orElseThrow(Parameters::unknownAfter);
            more = page.hasMore();
            for (Batch batch : page.batches()) {
                if (found.size() == limit || batch.id().equals(parent.id())) {
                    more = found.size() == limit && !batch.id().equals(parent.id());
                    break;
                }
                last = batch.id();
                if (parent.id().equals(batch.renderfarm().origin().parentBatchId())) {
                    found.add(batch);
                }
            }
        }
        String first = found.isEmpty() ? null : found.get(0).id().value();
        return more
                ? new ListView<>(found, first, last == null ? null : last.value(), true)
                : ListView.of(found, Batch::id, false);
    }
}
