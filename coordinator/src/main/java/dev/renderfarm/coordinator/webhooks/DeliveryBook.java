package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has become of deliveries, as their topic has it: all that are pending, and of those that are settled the
 * {@value #MOST_SETTLED} latest that were delivered and as many that were given up. Those of single pictures have a place of
 * their own, of {@value #MOST_PICTURES} each, so that many of them have nothing else forgotten. That a warning of a budget
 * was begun is known for as long as it stands, whatever else is forgotten. Safe for several threads.
 */
public final class DeliveryBook {

    static final int MOST_SETTLED = 20_000;
    static final int MOST_PICTURES = 5_000;

    private static final Comparator<WebhookDelivery> IN_ORDER = Comparator.comparingLong(WebhookDelivery::sequence)
            .thenComparing(WebhookDelivery::index, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(WebhookDelivery::event);
    private static final Comparator<WebhookDelivery> NEWEST_FIRST = Comparator.comparing(WebhookDelivery::createdAt)
            .thenComparingLong(WebhookDelivery::sequence)
            .thenComparing(WebhookDelivery::event)
            .reversed();

    private static final Comparator<WebhookDelivery> BY_TIME =
            Comparator.comparing(WebhookDelivery::nextAttemptAt).thenComparing(WebhookDelivery::key);

    /** Whose heads are kept together. */
    private record Queue(WebhookId webhook, int partition) {}

    private final Map<String, WebhookDelivery> pending = new HashMap<>();
    private final Map<String, NavigableSet<WebhookDelivery>> lanes = new HashMap<>();
    private final Map<Queue, NavigableSet<WebhookDelivery>> heads = new HashMap<>();
    private final Map<WebhookId, Integer> waiting = new HashMap<>();
    private final Map<WebhookId, Integer> failing = new HashMap<>();
    private final Map<String, WebhookDelivery> delivered = latest(MOST_SETTLED);
    private final Map<String, WebhookDelivery> dead = latest(MOST_SETTLED);
    private final Map<String, WebhookDelivery> deliveredPictures = latest(MOST_PICTURES);
    private final Map<String, WebhookDelivery> deadPictures = latest(MOST_PICTURES);
    private final List<Map<String, WebhookDelivery>> settled =
            List.of(delivered, dead, deliveredPictures, deadPictures);
    private final ToldWarnings warnings = new ToldWarnings();

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
        settled.forEach(part -> part.remove(key));
        if (delivery != null) {
            warnings.add(delivery);
        } else if (known != null) {
            warnings.remove(known);
        }
        if (delivery != null && delivery.isPending()) {
            pending.put(key, delivery);
            enter(delivery);
        } else if (delivery != null) {
            settledAs(delivery).put(key, delivery);
        }
    }

    private Map<String, WebhookDelivery> settledAs(WebhookDelivery delivery) {
        if (delivery.state() == DeliveryState.DEAD) {
            return delivery.index() == null ? dead : deadPictures;
        }
        return delivery.index() == null ? delivered : deliveredPictures;
    }

    public synchronized Optional<WebhookDelivery> find(String key) {
        return Optional.ofNullable(known(key));
    }

    /** Whether there is one of that key, as far as is known; it may not be found any more. */
    synchronized boolean hasBegun(String key) {
        return warnings.contains(key) || known(key) != null;
    }

    /**
     * Of each webhook and partition the first so many that may be sent and are due by then. Only the first of a lane may be
     * sent. What it takes does not grow with how many wait.
     *
     * @param untold webhooks of which all that may be sent count as due, without end
     */
    synchronized List<WebhookDelivery> due(
            Set<Integer> partitions,
            Instant until,
            int most,
            Predicate<WebhookId> untold,
            Predicate<WebhookDelivery> wanted) {
        List<WebhookDelivery> due = new ArrayList<>();
        heads.forEach((queue, all) -> {
            if (partitions.contains(queue.partition())) {
                boolean whole = untold.test(queue.webhook());
                all.stream()
                        .takeWhile(head -> whole || !head.nextAttemptAt().isAfter(until))
                        .filter(wanted)
                        .limit(whole ? Long.MAX_VALUE : most)
                        .forEach(due::add);
            }
        });
        return due;
    }

    /** Whether something waits for a webhook after an attempt that failed. */
    synchronized boolean isFailing(WebhookId webhook) {
        return failing.containsKey(webhook);
    }

    synchronized int waiting() {
        return pending.size();
    }

    synchronized int waiting(WebhookId webhook) {
        return waiting.getOrDefault(webhook, 0);
    }

    /** Newest first. */
    synchronized List<WebhookDelivery> of(WebhookId webhook, int most) {
        return Stream.concat(Stream.of(pending), settled.stream())
                .flatMap(part -> part.values().stream())
                .filter(delivery -> delivery.webhook().equals(webhook))
                .sorted(NEWEST_FIRST)
                .limit(most)
                .toList();
    }

    /** Of those that are settled, in the order in which they happened. */
    synchronized List<WebhookDelivery> settled(Predicate<WebhookDelivery> wanted) {
        return settled.stream()
                .flatMap(part -> part.values().stream())
                .filter(wanted)
                .sorted(NEWEST_FIRST.reversed())
                .toList();
    }

    private @Nullable WebhookDelivery known(String key) {
        WebhookDelivery found = pending.get(key);
        return found == null
                ? settled.stream()
                        .flatMap(part -> Stream.ofNullable(part.get(key)))
                        .findFirst()
                        .orElse(null)
                : found;
    }

    private void enter(WebhookDelivery delivery) {
        changeLane(delivery, lane -> lane.add(delivery));
        waiting.merge(delivery.webhook(), 1, Integer::sum);
        if (delivery.attempts() > 0) {
            failing.merge(delivery.webhook(), 1, Integer::sum);
        }
    }

    private void leave(WebhookDelivery before) {
        changeLane(before, lane -> lane.remove(before));
        decrement(waiting, before.webhook());
        if (before.attempts() > 0) {
            decrement(failing, before.webhook());
        }
    }

    private void changeLane(WebhookDelivery of, Consumer<NavigableSet<WebhookDelivery>> change) {
        NavigableSet<WebhookDelivery> lane = lanes.computeIfAbsent(of.lane(), first -> new TreeSet<>(IN_ORDER));
        if (!lane.isEmpty()) {
            removeHead(lane.first());
        }
        change.accept(lane);
        if (lane.isEmpty()) {
            lanes.remove(of.lane());
        } else {
            WebhookDelivery head = lane.first();
            heads.computeIfAbsent(queue(head), queue -> new TreeSet<>(BY_TIME)).add(head);
        }
    }

    private void removeHead(WebhookDelivery head) {
        heads.computeIfPresent(queue(head), (queue, all) -> {
            all.remove(head);
            return all.isEmpty() ? null : all;
        });
    }

    private static Queue queue(WebhookDelivery head) {
        return new Queue(head.webhook(), head.partition());
    }

    private static void decrement(Map<WebhookId, Integer> counts, WebhookId webhook) {
        counts.computeIfPresent(webhook, (id, count) -> count == 1 ? null : count - 1);
    }

    private static Map<String, WebhookDelivery> latest(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, WebhookDelivery> eldest) {
                return size() > most;
            }
        };
    }
}
