package dev.renderfarm.coordinator.scaling;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
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
    private final Findings findings;
    private Map<BatchId, Batch> open = Map.of();
    /** When those were handed in that have ended and may be met again. */
    private final Map<BatchId, Instant> endedLately = new HashMap<>();

    private Instant lookedAt = Instant.MIN;
    private long ended;
    private @Nullable Instant incompleteSince;

    /** Hears what each look finds. Called by whoever looks, one after the other; what a look finds counts once it is done. */
    public interface Findings {

        /** Nobody wants to know. */
        Findings UNHEARD = new Findings() {
            @Override
            public void begin(boolean all) {}

            @Override
            public void ended(Batch batch) {}

            @Override
            public void done(Collection<Batch> open) {}
        };

        /** @param all whether it goes through the whole directory: what was found before counts no more */
        void begin(boolean all);

        /** Each batch that has ended is told of once, until a look goes through all again. */
        void ended(Batch batch);

        /** The look is done. One that breaks off is not, and the next begins instead. */
        void done(Collection<Batch> open);
    }

    public OpenBatches(BatchDirectory batches, InstantSource clock) {
        this(batches, clock, Findings.UNHEARD);
    }

    public OpenBatches(BatchDirectory batches, InstantSource clock, Findings findings) {
        this.batches = batches;
        this.clock = clock;
        this.findings = findings;
    }

    /** @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException if the directory cannot be read now */
    public synchronized Collection<Batch> all() {
        Instant now = clock.instant();
        if (lookedAt.isBefore(now.minus(FRESH))) {
            look(now);
        }
        return List.copyOf(open.values());
    }

    private void look(Instant now) {
        boolean first = lookedAt.equals(Instant.MIN);
        int least = batches.counts().all();
        Look look = new Look(first ? Instant.MIN : lookedAt.minus(LATE), now);
        findings.begin(first);
        open.keySet().forEach(id -> batches.get(id).ifPresent(look::known));
        lookThrough(look);
        int most = batches.counts().all();
        open = look.found;
        ended = look.ended + (first ? 0 : ended);
        endedLately.putAll(look.endedLately);
        endedLately.values().removeIf(since -> since.isBefore(now.minus(LATE)));
        lookedAt = now;
        findings.done(List.copyOf(open.values()));
        long all = ended + open.size();
        lookAnewWhereIncomplete(least <= all && all <= most, now);
    }

    /** One that was shown later than ever expected is not found, but the number of all batches tells of it. */
    private void lookAnewWhereIncomplete(boolean complete, Instant now) {
        if (complete) {
            incompleteSince = null;
        } else if (incompleteSince == null) {
            incompleteSince = now;
        } else if (incompleteSince.isBefore(now.minus(LATE))) {
            incompleteSince = null;
            lookedAt = Instant.MIN;
            open = Map.of();
            endedLately.clear();
        }
    }

    private void lookThrough(Look look) {
        Optional<Batch> last = Optional.empty();
        do {
            @Nullable BatchId after = last.map(Batch::id).orElse(null);
            BatchDirectory.Page page = batches.list(PAGE, after).orElse(NOTHING);
            page.batches().forEach(look::listed);
            last = page.hasMore() ? page.batches().stream().reduce((one, next) -> next) : Optional.empty();
        } while (last.filter(batch -> batch.createdAt().isAfter(look.from)).isPresent());
    }

    /** What one look finds; nothing of it counts before it is done. */
    private final class Look {

        private final Instant from;
        private final Instant now;
        private final Map<BatchId, Batch> found = new LinkedHashMap<>();
        private final Map<BatchId, Instant> endedLately = new HashMap<>();
        private long ended;

        Look(Instant from, Instant now) {
            this.from = from;
            this.now = now;
        }

        /** That was open. */
        void known(Batch batch) {
            if (batch.status().isTerminal()) {
                end(batch);
            } else {
                found.put(batch.id(), batch);
            }
        }

        /** One that was handed in before and has ended was met when it was open. */
        void listed(Batch batch) {
            if (!batch.status().isTerminal()) {
                found.put(batch.id(), batch);
            } else if (!batch.createdAt().isBefore(from)
                    && !endedLately.containsKey(batch.id())
                    && !OpenBatches.this.endedLately.containsKey(batch.id())) {
                found.remove(batch.id());
                end(batch);
            }
        }

        private void end(Batch batch) {
            ended++;
            boolean again = !from.equals(Instant.MIN) && !batch.createdAt().isBefore(from);
            if (again || !batch.createdAt().isBefore(now.minus(LATE))) {
                endedLately.put(batch.id(), batch.createdAt());
            }
            findings.ended(batch);
        }
    }
}
