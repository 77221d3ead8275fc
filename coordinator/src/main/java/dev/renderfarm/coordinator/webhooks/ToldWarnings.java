package dev.renderfarm.coordinator.webhooks;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.webhook.WebhookDelivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Of which warnings a webhook was told, however many other deliveries there are: of each budget the {@value #OF_A_BUDGET}
 * latest. A budget stands at one warning at a time, of its own day or month, so a warning at which one stands is among them.
 * It grows with webhooks and budgets alone. For one thread.
 */
final class ToldWarnings {

    /** Of one day or month there are three, and three more each time that the limit is changed. */
    static final int OF_A_BUDGET = 12;

    private record Told(String key, Instant at) {}

    private static final Comparator<Told> OLDEST_FIRST =
            Comparator.comparing(Told::at).thenComparing(Told::key);

    private final Map<String, NavigableSet<Told>> byBudget = new HashMap<>();
    private final Map<String, Told> byKey = new HashMap<>();

    /** Whatever has become of it; of anything but a budget nothing is kept. */
    void add(WebhookDelivery delivery) {
        if (delivery.budget() == null || byKey.containsKey(delivery.key())) {
            return;
        }
        Told told = new Told(delivery.key(), delivery.createdAt());
        NavigableSet<Told> all = byBudget.computeIfAbsent(delivery.lane(), lane -> new TreeSet<>(OLDEST_FIRST));
        all.add(told);
        byKey.put(told.key(), told);
        if (all.size() > OF_A_BUDGET) {
            byKey.remove(requireNonNull(all.pollFirst()).key());
        }
    }

    void remove(WebhookDelivery delivery) {
        Told told = byKey.remove(delivery.key());
        if (told != null) {
            byBudget.computeIfPresent(delivery.lane(), (lane, all) -> {
                all.remove(told);
                return all.isEmpty() ? null : all;
            });
        }
    }

    boolean contains(String key) {
        return byKey.containsKey(key);
    }
}
