package dev.renderfarm.coordinator.scaling;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batches that have not ended. The first look goes through the whole directory; each later one asks for those that
 * were open and goes through what was handed in since, so that it costs what is open and new. Safe for several threads.
 */
public final class OpenBatches {

    /** Whoever asks for several models at once is answered out of one look. */
    static final Duration FRESH = Duration.ofSeconds(1);
    /** By how much a batch may be seen here later than it was handed in. */
    static final Duration LATE = Duration.ofMinutes(10);

    private static final int PAGE = 100;
    private static final BatchDirectory.Page NOTHING = new BatchDirectory.Page(List.of(), false);

    private final BatchDirectory batches;
    private final InstantSource clock;
    private Map<BatchId, Batch> open = Map.of();
    private Instant lookedAt = Instant.MIN;

    public OpenBatches(BatchDirectory batches, InstantSource clock) {
        this.batches = batches;
        this.clock = clock;
    }

    /** @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the directory cannot be read now */
    public synchronized Collection<Batch> all() {
        Instant now = clock.instant();
        if (lookedAt.isBefore(now.minus(FRESH))) {
            Map<BatchId, Batch> found = new LinkedHashMap<>();
            open.keySet().forEach(id -> batches.get(id).ifPresent(batch -> keep(found, batch)));
            lookThrough(lookedAt.equals(Instant.MIN) ? Instant.MIN : lookedAt.minus(LATE), found);
            open = found;
            lookedAt = now;
        }
        return List.copyOf(open.values());
    }

    private void lookThrough(Instant from, Map<BatchId, Batch> found) {
        Optional<Batch> last = Optional.empty();
        do {
            @Nullable BatchId after = last.map(Batch::id).orElse(null);
            BatchDirectory.Page page = batches.list(PAGE, after).orElse(NOTHING);
            page.batches().forEach(batch -> keep(found, batch));
            last = page.hasMore() ? page.batches().stream().reduce((one, next) -> next) : Optional.empty();
        } while (last.filter(batch -> batch.createdAt().isAfter(from)).isPresent());
    }

    private static void keep(Map<BatchId, Batch> found, Batch batch) {
        if (!batch.status().isTerminal()) {
            found.put(batch.id(), batch);
        }
    }
}
