package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which batches go on with which. Safe for several threads. */
final class BatchFamilies {

    private static final int PAGE = 1_000;
    private static final int MOST_BATCHES = 100_000;

    private record Child(BatchId id, BatchId parent) {}

    private final BatchDirectory batches;

    BatchFamilies(BatchDirectory batches) {
        this.batches = batches;
    }

    /**
     * The batch and those that render lines of it again, or lines of those, oldest first.
     *
     * @throws RequestRefusedException if not all of them can be told
     */
    List<BatchId> of(BatchId batch) {
        List<Child> children = newestFirst(batch);
        Set<BatchId> members = new HashSet<>(Set.of(batch));
        List<BatchId> family = new ArrayList<>(List.of(batch));
        for (int i = children.size() - 1; i >= 0; i--) {
            Child one = children.get(i);
            if (members.contains(one.parent) && members.add(one.id)) {
                family.add(one.id);
            }
        }
        return family;
    }

    /** As far back as the batch itself: what goes on with it is newer. */
    private List<Child> newestFirst(BatchId batch) {
        List<Child> children = new ArrayList<>();
        int seen = 0;
        BatchId last = null;
        BatchDirectory.Page page;
        do {
            if (seen >= MOST_BATCHES) {
                throw RequestRefusedException.invalid(
                        null,
                        "there are more than " + MOST_BATCHES + " batches after " + batch
                                + ", too many to look for those that go on with it: fetch each with"
                                + " farm download " + batch + " --out FOLDER");
            }
            page = after(last);
            for (Batch one : page.batches()) {
                BatchId parent = one.renderfarm().origin().parentBatchId();
                if (parent != null) {
                    children.add(new Child(one.id(), parent));
                }
                last = one.id();
                seen++;
            }
        } while (page.hasMore()
                && page.batches().stream().noneMatch(one -> one.id().equals(batch)));
        return children;
    }

    private BatchDirectory.Page after(@Nullable BatchId last) {
        return batches.list(PAGE, last)
                .orElseThrow(() -> new RequestRefusedException(
                        FailureCode.FARM_BUSY, null, "the list of batches has changed meanwhile: try again"));
    }
}
