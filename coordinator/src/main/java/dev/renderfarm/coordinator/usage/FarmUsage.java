package dev.renderfarm.coordinator.usage;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all tenants have had of the farm: each batch that has ended is added once, those that are open are summed up anew
 * with each look. Holds a sum for each day, tenant and model that had something, and no batch. Safe for several threads.
 */
public final class FarmUsage implements OpenBatches.Findings {

    /** What is summed up by itself. */
    record Key(TenantName tenant, @Nullable ModelName model, LocalDate day) {}

    /** By tenant, day and model, so that the days of one tenant are at hand. */
    private static final class Sums {
        private final Map<TenantName, NavigableMap<LocalDate, Map<Key, UsageSum>>> days = new HashMap<>();
        private final Map<TenantName, Long> bytes = new HashMap<>();

        void add(Batch batch) {
            TenantName tenant = batch.renderfarm().sharing().tenant();
            BatchDays.of(batch).forEach((day, sum) -> {
                days.computeIfAbsent(tenant, name -> new TreeMap<>())
                        .computeIfAbsent(day, date -> new HashMap<>())
                        .merge(new Key(tenant, batch.model(), day), sum, UsageSum::plus);
                bytes.merge(tenant, sum.bytes(), Long::sum);
            });
        }

        void add(Sums others) {
            others.days.forEach((tenant, ofTenant) -> ofTenant.forEach(
                    (day, ofDay) -> ofDay.forEach((key, sum) -> days.computeIfAbsent(tenant, name -> new TreeMap<>())
                            .computeIfAbsent(day, date -> new HashMap<>())
                            .merge(key, sum, UsageSum::plus))));
            others.bytes.forEach((tenant, more) -> bytes.merge(tenant, more, Long::sum));
        }
    }

    private final Consumer<FarmUsage> afterEach;
    private Sums ended = new Sums();
    private Sums open = new Sums();
    private Map<TenantName, Integer> openBatches = Map.of();
    private Map<TenantName, Integer> inFlight = Map.of();
    private Set<BatchId> openIds = Set.of();
    private boolean known;
    /** Of the look that is under way. */
    private Sums found = new Sums();

    private boolean foundAll;

    /** @param afterEach called with this after each look, on the thread that looks */
    public FarmUsage(Consumer<FarmUsage> afterEach) {
        this.afterEach = afterEach;
    }

    @Override
    public synchronized void begin(boolean all) {
        found = new Sums();
        foundAll = all;
    }

    @Override
    public synchronized void ended(Batch batch) {
        found.add(batch);
    }

    @Override
    public void done(Collection<Batch> present) {
        Sums sums = new Sums();
        Map<TenantName, Integer> batches = new HashMap<>();
        Map<TenantName, Integer> pictures = new HashMap<>();
        Set<BatchId> ids = new HashSet<>();
        for (Batch batch : present) {
            sums.add(batch);
            ids.add(batch.id());
            TenantName tenant = batch.renderfarm().sharing().tenant();
            if (Lane.of(batch.renderfarm().origin().lane()) == Lane.BATCH) {
                batches.merge(tenant, 1, Integer::sum);
                pictures.merge(tenant, batch.renderfarm().inFlight(), Integer::sum);
            }
        }
        synchronized (this) {
            if (foundAll) {
                ended = found;
            } else {
                ended.add(found);
            }
            found = new Sums();
            open = sums;
            openBatches = batches;
            inFlight = pictures;
            openIds = ids;
            known = true;
        }
        afterEach.accept(this);
    }

    /** Whether there was a look. */
    synchronized boolean isKnown() {
        return known;
    }

    /** Whoever has had anything, or has a batch. */
    synchronized Set<TenantName> tenants() {
        Set<TenantName> all = new HashSet<>(ended.days.keySet());
        all.addAll(open.days.keySet());
        all.addAll(openBatches.keySet());
        return all;
    }

    /** What the tenant had from the one day to the day before the other. */
    synchronized UsageSum of(TenantName tenant, LocalDate from, LocalDate to) {
        UsageSum sum = UsageSum.NOTHING;
        for (Sums sums : List.of(ended, open)) {
            NavigableMap<LocalDate, Map<Key, UsageSum>> days = sums.days.getOrDefault(tenant, new TreeMap<>());
            for (Map<Key, UsageSum> day : days.subMap(from, true, to, false).values()) {
                sum = day.values().stream().reduce(sum, UsageSum::plus);
            }
        }
        return sum;
    }

    /** Bytes of all pictures that were delivered to the tenant. */
    synchronized long bytes(TenantName tenant) {
        return ended.bytes.getOrDefault(tenant, 0L) + open.bytes.getOrDefault(tenant, 0L);
    }

    /** Batches of the tenant that have not ended, beside pictures that somebody waits for. */
    synchronized int openBatches(TenantName tenant) {
        return openBatches.getOrDefault(tenant, 0);
    }

    synchronized boolean isOpen(BatchId batch) {
        return openIds.contains(batch);
    }

    synchronized int inFlight(TenantName tenant) {
        return inFlight.getOrDefault(tenant, 0);
    }

    /** All sums from the one day to the day before the other, in any order. */
    synchronized Map<Key, UsageSum> between(LocalDate from, LocalDate to) {
        Map<Key, UsageSum> all = new HashMap<>();
        for (Sums sums : List.of(ended, open)) {
            sums.days.values().forEach(days -> days.subMap(from, true, to, false)
                    .values()
                    .forEach(day -> day.forEach((key, sum) -> all.merge(key, sum, UsageSum::plus))));
        }
        return all;
    }
}
