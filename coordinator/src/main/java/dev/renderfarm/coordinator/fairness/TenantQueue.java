package dev.renderfarm.coordinator.fairness;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import dev.renderfarm.common.id.BatchId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The batches of a tenant that could give something out. They are served in the order of priority, deadline and age; but
 * one of n that has missed {@value #TURN}·n pictures of the tenant is next, so that none starves and an eighth at most goes
 * out of order.
 */
final class TenantQueue {

    static final int TURN = 8;

    /** One batch and the places that are left to it. */
    private static final class Entrant {
        private final BatchId batch;
        private final double cost;
        private int room;
        /** The tenant's picture after which it had its last one. */
        private long servedAt;

        Entrant(Contender contender, double cost, int room, long missed) {
            this.batch = contender.batch();
            this.cost = cost;
            this.room = room;
            this.servedAt = -missed;
        }
    }

    /** A place that was given. */
    record Place(BatchId batch, double cost) {}

    private final Deque<Entrant> inOrder = new ArrayDeque<>();
    private final Set<Entrant> byWaiting = new LinkedHashSet<>();
    private long given;
    /** Windows of a tenant, with pictures that wait for another attempt: one batch that fails leaves one to the others. */
    static final int WINDOWS = 2;

    private int left;

    /**
     * @param contenders all of the tenant
     * @param missed pictures of the tenant that each has missed
     * @param allowed how many more it may have
     */
    TenantQueue(List<Contender> contenders, Map<BatchId, Long> missed, Costs costs, int window, int allowed) {
        int out = contenders.stream()
                .mapToInt(contender -> contender.inFlight() + contender.retrying())
                .sum();
        left = Math.min(allowed, WINDOWS * window - out);
        contenders.stream()
                .filter(contender -> contender.room(window) > 0)
                .sorted(comparing(Contender::rank)
                        .thenComparing(contender -> contender.batch().value()))
                .map(contender -> new Entrant(
                        contender,
                        costs.of(contender),
                        contender.room(window),
                        missed.getOrDefault(contender.batch(), 0L)))
                .forEach(inOrder::add);
        inOrder.stream()
                .sorted(comparingLong((Entrant entrant) -> entrant.servedAt))
                .forEach(byWaiting::add);
    }

    /** Empty where no batch of it has room any more. */
    Optional<Place> next() {
        while (!inOrder.isEmpty() && inOrder.element().room == 0) {
            inOrder.remove();
        }
        if (inOrder.isEmpty() || left <= 0) {
            return Optional.empty();
        }
        left--;
        Entrant longest = byWaiting.iterator().next();
        boolean isItsTurn = given - longest.servedAt >= (long) TURN * byWaiting.size();
        Entrant served = isItsTurn ? longest : inOrder.element();
        given++;
        served.servedAt = given;
        served.room--;
        byWaiting.remove(served);
        if (served.room > 0) {
            byWaiting.add(served);
        }
        return Optional.of(new Place(served.batch, served.cost));
    }
}
