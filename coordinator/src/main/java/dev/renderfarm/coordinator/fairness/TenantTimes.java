package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant was served of a model while it wanted something, divided by its weight: its time. Whoever comes, or
 * wants something again, begins with what was drawn for the one that was served least, so nobody saves up while idle, nor
 * gains by having come first and filled the queue; what whoever could not take its part is behind by is bounded. Used by one
 * thread at a time.
 */
final class TenantTimes {

    /** What was counted of a batch. */
    private record Counted(double deviceSeconds, int settled, double inFlight) {

        static Counted of(Contender contender, double cost) {
            return new Counted(
                    contender.spent().deviceSeconds(), contender.spent().settled(), contender.inFlight() * cost);
        }

        /** As where a batch has gone to another coordinator, and what is heard of it is from before. */
        boolean isOlderThan(Counted other) {
            return settled < other.settled || deviceSeconds < other.deviceSeconds;
        }

        /** The settled count where workers do not tell what they took. */
        double since(Counted before, double cost) {
            double had = deviceSeconds > 0
                    ? deviceSeconds - before.deviceSeconds
                    : Math.max(0, settled - before.settled) * cost;
            return had + inFlight - before.inFlight;
        }
    }

    private final TenantWeights weights;
    private final Map<TenantName, Double> times = new HashMap<>();
    private @Nullable Map<BatchId, Counted> counted;

    TenantTimes(TenantWeights weights) {
        this.weights = weights;
    }

    /**
     * Counts what was served since the last look.
     *
     * @param contenders all of the model, now
     * @param hereAndThere tenants that other coordinators serve too
     * @param window pictures that may be in flight together
     * @return the time of each tenant that wants something
     */
    Map<TenantName, Double> look(Collection<Contender> contenders, Set<TenantName> hereAndThere, int window) {
        Costs costs = Costs.of(contenders);
        Map<TenantName, List<Contender>> present = Allotment.byTenant(contenders);
        present.values().removeIf(own -> !wants(own));
        times.keySet().retainAll(present.keySet());
        boolean first = times.isEmpty();
        double all = count(contenders, costs);
        Map<TenantName, Double> queued = queued(present, costs);
        double least = leastDrawn(queued);
        present.keySet()
                .forEach(tenant -> times.putIfAbsent(tenant, first ? 0 : least + queued.getOrDefault(tenant, 0.0)));
        if (!times.isEmpty()) {
            forgive(present, costs, hereAndThere, all / (window * costs.mean()));
            catchUp(present, costs, hereAndThere, window);
        }
        return Map.copyOf(times);
    }

    /** Those that want something of the model, as of the last look. */
    Set<TenantName> wanting() {
        return times.keySet();
    }

    private static boolean wants(List<Contender> own) {
        return own.stream().anyMatch(batch -> batch.fresh() > 0 || batch.inFlight() > 0);
    }

    /** Of a batch that is new only what is in flight counts: what else it had may be from before this process began. */
    private double count(Collection<Contender> contenders, Costs costs) {
        double all = 0;
        Map<BatchId, Counted> before = counted;
        Map<BatchId, Counted> now = new HashMap<>();
        for (Contender contender : contenders) {
            double cost = costs.of(contender);
            Counted present = Counted.of(contender, cost);
            Counted known = before == null ? null : before.get(contender.batch());
            if (known != null && present.isOlderThan(known)) {
                now.put(contender.batch(), known);
                continue;
            }
            now.put(contender.batch(), present);
            if (before != null) {
                double more = known == null ? present.inFlight() : present.since(known, cost);
                all += more;
                times.computeIfPresent(contender.tenant(), (tenant, time) -> time + more / weights.of(tenant));
            }
        }
        counted = now;
        return all;
    }

    /**
     * Coordinators began to count at different times. Where each restrained a tenant by what it has counted itself, batches
     * of one of them might never be served; so what such a tenant is ahead of others, but for a picture, is forgotten
     * within a window.
     */
    private void forgive(
            Map<TenantName, List<Contender>> present, Costs costs, Set<TenantName> hereAndThere, double windows) {
        double least = Collections.min(times.values());
        double kept = Math.exp(-Math.max(0, windows));
        times.replaceAll((tenant, time) -> {
            double picture = largest(present.getOrDefault(tenant, List.of()), costs) / weights.of(tenant);
            double excess = time - least - picture;
            return excess > 0 && hereAndThere.contains(tenant) ? least + picture + excess * kept : time;
        });
    }

    /** What each tenant has in flight, divided by its weight. */
    private Map<TenantName, Double> queued(Map<TenantName, List<Contender>> present, Costs costs) {
        Map<TenantName, Double> queued = new HashMap<>();
        present.forEach((tenant, own) -> queued.put(
                tenant,
                own.stream()
                                .mapToDouble(batch -> batch.inFlight() * costs.of(batch))
                                .sum()
                        / weights.of(tenant)));
        return queued;
    }

    /** The least that was drawn for any of those that are counted; 0 where there is none. */
    private double leastDrawn(Map<TenantName, Double> queued) {
        return times.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() - queued.getOrDefault(entry.getKey(), 0.0))
                .min()
                .orElse(0);
    }

    /**
     * Nobody may be further behind than a window that whoever is ahead has had for itself, nor than a window for itself would
     * make good, beside one picture of whoever is ahead. Of tenants of several coordinators, which do not agree on who is
     * behind, none may be further behind than what it would get of a whole window.
     */
    private void catchUp(
            Map<TenantName, List<Contender>> present, Costs costs, Set<TenantName> hereAndThere, int window) {
        Map.Entry<TenantName, Double> ahead =
                times.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        double most = ahead.getValue();
        double all = times.keySet().stream().mapToDouble(weights::of).sum();
        double onePicture = present.entrySet().stream()
                .mapToDouble(entry -> largest(entry.getValue(), costs) / weights.of(entry.getKey()))
                .max()
                .orElse(0);
        times.replaceAll((tenant, time) -> {
            boolean agreed = !hereAndThere.contains(tenant) && !hereAndThere.contains(ahead.getKey());
            double weight = agreed ? Math.max(weights.of(ahead.getKey()), weights.of(tenant)) : all;
            return Math.max(time, most - window * costs.mean() / weight - onePicture);
        });
    }

    private static double largest(List<Contender> own, Costs costs) {
        return own.stream().mapToDouble(costs::of).max().orElse(costs.mean());
    }
}
