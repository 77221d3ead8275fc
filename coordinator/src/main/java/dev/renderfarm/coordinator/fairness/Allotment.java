package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Who gets the places that are free on a model's queue: one after the other, each goes to the tenant that has been served
 * least for its weight. Nothing is left free while anybody has something to give out and less than two windows out or waiting
 * for another attempt.
 */
final class Allotment {

    /** A tenant, and the time that its own clock shows: what it was served, divided by its weight. */
    private static final class Line {
        private final TenantName tenant;
        private final TenantQueue queue;
        private final double weight;
        private double time;

        Line(TenantName tenant, TenantQueue queue, double weight, double time) {
            this.tenant = tenant;
            this.queue = queue;
            this.weight = weight;
            this.time = time;
        }
    }

    /**
     * @param window pictures that may be in flight together
     * @param contenders all of the model
     * @param times what each tenant was served of the model, divided by its weight
     * @param missed pictures of its tenant that each batch has missed
     * @param allowed how many more each tenant may have; one that is not named may have any number
     * @return places by batch, in the order in which they were first given; a batch without one is not in it
     */
    static Map<BatchId, Integer> of(
            int window,
            Collection<Contender> contenders,
            Map<TenantName, Double> times,
            Map<BatchId, Long> missed,
            TenantWeights weights,
            Map<TenantName, Integer> allowed) {
        int free = window - contenders.stream().mapToInt(Contender::inFlight).sum();
        Map<BatchId, Integer> places = new LinkedHashMap<>();
        if (free <= 0) {
            return places;
        }
        Costs costs = Costs.of(contenders);
        PriorityQueue<Line> lines = new PriorityQueue<>(
                Comparator.comparingDouble((Line line) -> line.time).thenComparing(line -> line.tenant.value()));
        byTenant(contenders)
                .forEach((tenant, own) -> lines.add(new Line(
                        tenant,
                        new TenantQueue(own, missed, costs, window, allowed.getOrDefault(tenant, Integer.MAX_VALUE)),
                        weights.of(tenant),
                        times.getOrDefault(tenant, 0.0))));
        while (free > 0 && !lines.isEmpty()) {
            Line line = lines.remove();
            Optional<TenantQueue.Place> place = line.queue.next();
            if (place.isPresent()) {
                places.merge(place.get().batch(), 1, Integer::sum);
                line.time += place.get().cost() / line.weight;
                lines.add(line);
                free--;
            }
        }
        return places;
    }

    static Map<TenantName, List<Contender>> byTenant(Collection<Contender> contenders) {
        Map<TenantName, List<Contender>> tenants = new TreeMap<>(Comparator.comparing(TenantName::value));
        contenders.forEach(contender -> tenants.computeIfAbsent(contender.tenant(), name -> new ArrayList<>())
                .add(contender));
        return tenants;
    }

    private Allotment() {}
}
