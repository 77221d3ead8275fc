package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has become of deliveries, as their topic has it: all that are pending, and of those that are settled the
 * {@value #MOST_SETTLED} latest of either kind. Safe for several threads.
 */
public final class DeliveryBook {

    static final int MOST_SETTLED = 20_000;

    private static final Comparator<WebhookDelivery> IN_ORDER =
            Comparator.comparingLong(WebhookDelivery::sequence).thenComparing(WebhookDelivery::event);
    private static final Comparator<WebhookDelivery> NEWEST_FIRST = Comparator.comparing(WebhookDelivery::createdAt)
            .thenComparingLong(WebhookDelivery::sequence)
            .thenComparing(WebhookDelivery::event)
            .reversed();

    private final Map<String, WebhookDelivery> pending = new HashMap<>();
    private final Map<String, NavigableSet<WebhookDelivery>> lanes = new HashMap<>();
    private final Map<WebhookId, Integer> waiting = new HashMap<>();
    private final Map<String, WebhookDelivery> delivered = latest();
    private final Map<String, WebhookDelivery> dead = latest();

    /** @param delivery null where there is none of that key any more; one that is older than what is known is ignored */
    public synchronized void apply(String key, @Nullable WebhookDelivery delivery) {
        WebhookDelivery known = known(key);
        if (known != null && delivery != null && delivery.revision() < known.revision()) {
            return;
        }
        WebhookDelivery before = pending.remove(key);
        if (before != null) {
            leave(before);
        }
        delivered.remove(key);
        dead.remove(key);
        if (delivery != null && delivery.isPending()) {
            pending.put(key, delivery);
            lanes.computeIfAbsent(delivery.lane(), lane -> new TreeSet<>(IN_ORDER))
                    .add(delivery);
            waiting.merge(delivery.webhook(), 1, Integer::sum);
        } else if (delivery != null) {
            (delivery.state() == DeliveryState.DEAD ? dead : delivered).put(key, delivery);
        }
    }

    public synchronized Optional<WebhookDelivery> find(String key) {
        return Optional.ofNullable(known(key));
    }

    /** The first of each lane: no other one may be sent. */
    synchronized List<WebhookDelivery> heads() {
        return lanes.values().stream().map(NavigableSet::first).toList();
    }

    synchronized int waiting() {
        return pending.size();
    }

    synchronized int waiting(WebhookId webhook) {
        return waiting.getOrDefault(webhook, 0);
    }

    /** Newest first. */
    synchronized List<WebhookDelivery> of(WebhookId webhook, int most) {
        return Stream.of(pending, delivered, dead)
                .flatMap(part -> part.values().stream())
                .filter(delivery -> delivery.webhook().equals(webhook))
                .sorted(NEWEST_FIRST)
                .limit(most)
                .toList();
    }

    /** Of those that are settled, in the order in which they happened. */
    synchronized List<WebhookDelivery> settled(Predicate<WebhookDelivery> wanted) {
        return Stream.of(delivered, dead)
                .flatMap(part -> part.values().stream())
                .filter(wanted)
                .sorted(NEWEST_FIRST.reversed())
                .toList();
    }

    private @Nullable WebhookDelivery known(String key) {
        WebhookDelivery found = pending.get(key);
        if (found == null) {
            found = delivered.get(key);
        }
        return found == null ? dead.get(key) : found;
    }

    private void leave(WebhookDelivery before) {
        lanes.computeIfPresent(before.lane(), (lane, all) -> {
            all.remove(before);
            return all.isEmpty() ? null : all;
        });
        waiting.computeIfPresent(before.webhook(), (webhook, count) -> count == 1 ? null : count - 1);
    }

    private static Map<String, WebhookDelivery> latest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, WebhookDelivery> eldest) {
                return size() > MOST_SETTLED;
            }
        };
    }
}
