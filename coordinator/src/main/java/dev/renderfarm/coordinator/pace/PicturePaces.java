package dev.renderfarm.coordinator.pace;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns how long pictures take from the newest {@value #MOST_BATCHES} batches: what each has taken of devices by its
 * status, and what its pictures are by its first items, which are read once. So every replica knows the same, and knows
 * it after a restart. Safe for several threads.
 */
public final class PicturePaces {

    static final int MOST_BATCHES = 64;
    static final Duration FRESH = Duration.ofSeconds(10);

    private static final int MOST_KINDS = 64;

    private final BatchDirectory batches;
    private final ItemPartReader items;
    private final ModelRegistry models;
    private final InstantSource clock;
    private final Map<BatchId, Map<Work, Integer>> mixes = new LinkedHashMap<>();
    private volatile PaceTable known = PaceTable.EMPTY;
    private Instant lookedAt = Instant.MIN;

    public PicturePaces(BatchDirectory batches, ItemPartReader items, ModelRegistry models, InstantSource clock) {
        this.batches = batches;
        this.items = items;
        this.models = models;
        this.clock = clock;
    }

    /** What was known when somebody looked last. Never blocks. */
    public PaceTable known() {
        return known;
    }

    /**
     * Looks, unless somebody has just done so. Blocks for a read of each batch that is new. Where ledger or bucket do not
     * answer it is what was known before.
     */
    public synchronized PaceTable look() {
        Instant now = clock.instant();
        if (lookedAt.isBefore(now.minus(FRESH))) {
            try {
                known = new PaceTable(observed());
                lookedAt = now;
            } catch (LedgerUnavailableException | StorageUnavailableException e) {
                return known;
            }
        }
        return known;
    }

    private List<Observation> observed() {
        List<Batch> newest = batches.list(MOST_BATCHES, null)
                .map(BatchDirectory.Page::batches)
                .orElse(List.of());
        mixes.keySet().retainAll(newest.stream().map(Batch::id).toList());
        List<Observation> observed = new ArrayList<>();
        newest.forEach(batch -> observation(batch).ifPresent(observed::add));
        return observed;
    }

    private Optional<Observation> observation(Batch batch) {
        BatchUsage usage = batch.renderfarm().usage();
        ModelName model = batch.model();
        if (usage == null || usage.images() < 1 || model == null) {
            return Optional.empty();
        }
        double seconds = usage.usage().deviceSeconds().doubleValue() / usage.images();
        Map<Work, Integer> mix = mixes.computeIfAbsent(batch.id(), id -> mix(batch, models.guidanceForm(model)));
        return mix.isEmpty() || !(seconds > 0)
                ? Optional.empty()
                : Optional.of(new Observation(
                        model, mix, usage.images(), seconds, bytesPerPixel(usage, mix), watts(usage.usage())));
    }

    private static @Nullable Double bytesPerPixel(BatchUsage usage, Map<Work, Integer> mix) {
        List<UsageDay> days = usage.days() == null ? List.of() : usage.days();
        long delivered = days.stream().mapToLong(UsageDay::completed).sum();
        long bytes = days.stream().mapToLong(UsageDay::bytes).sum();
        return delivered == 0 ? null : bytes / (delivered * Observation.pixels(mix));
    }

    private static @Nullable Double watts(Usage usage) {
        return usage.energyJoules() == null
                ? null
                : usage.energyJoules().doubleValue() / usage.deviceSeconds().doubleValue();
    }

    /** Of the first part; nothing where its pictures differ too much to tell anything. */
    private Map<Work, Integer> mix(Batch batch, GuidanceForm form) {
        int sample = Math.min(batch.taskCounts().total(), ObjectKeys.PART_SIZE);
        Map<Work, Integer> mix = new HashMap<>();
        items.sequence(batch.id(), sample)
                .forEachRemaining(stored -> stored.<Optional<RenderItem>>fold(Optional::of, lost -> Optional.empty())
                        .ifPresent(item -> mix.merge(Work.of(item.image(), form), 1, Integer::sum)));
        return mix.size() > MOST_KINDS ? Map.of() : mix;
    }
}
