package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Coordinators that come and go, a topic of status and one of deliveries, and one receiver, in virtual time and one thread.
 * Each coordinator reads the deliveries as late as it likes, except when a partition comes to it; what it writes is there
 * together with how far it has read, or not at all.
 */
final class SimulatedSenders {

    /** What the receiver took, in the order in which it came. */
    record Arrival(String webhook, String id, String about, long sequence, int index) {}

    /** @param delivered pictures of which it is the first to tell */
    private record Told(Batch batch, List<Integer> delivered) {}

    private record Written(String key, WebhookDelivery delivery) {}

    private final int partitions;
    private final Random random;
    private final List<Webhook> webhooks;
    private final List<List<Told>> status = new ArrayList<>();
    private final int[] read;
    private final List<Written> log = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private List<BudgetEvent> budgets = List.of();
    private Instant now = SampleWebhooks.NOW;
    private Instant receiverUpAt = Instant.MIN;

    SimulatedSenders(int partitions, List<Webhook> webhooks, Random random) {
        this.partitions = partitions;
        this.webhooks = webhooks;
        this.random = random;
        this.read = new int[partitions];
        for (int i = 0; i < partitions; i++) {
            status.add(new ArrayList<>());
        }
        start();
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** The receiver answers nothing for so long. */
    void receiverAway(Duration time) {
        receiverUpAt = now.plus(time);
    }

    void tell(Batch batch) {
        tell(batch, List.of());
    }

    /** @param delivered pictures of which it is the first to tell */
    void tell(Batch batch, List<Integer> delivered) {
        status.get(Math.floorMod(batch.id().hashCode(), partitions)).add(new Told(batch, delivered));
    }

    /** From now on every coordinator sees that budgets stand so. */
    void warn(List<BudgetEvent> present) {
        budgets = List.copyOf(present);
    }

    /** One more coordinator, with whom the others share. */
    void start() {
        nodes.add(new Node());
        share();
    }

    /** One is killed: what it had sent is answered to nobody. */
    void kill() {
        if (nodes.size() > 1) {
            nodes.remove(random.nextInt(nodes.size()));
        } else {
            nodes.set(0, new Node());
        }
        share();
    }

    /** A moment of the life of one of them. */
    void step() {
        Node node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(4)) {
            case 0 -> node.readStatus();
            case 1 -> node.follow(random.nextInt(3));
            case 2 -> node.send();
            default -> node.answers(random.nextInt(3));
        }
        now = now.plusMillis(random.nextInt(2_000));
    }

    /** Until nothing waits any more. */
    void settle() {
        for (int round = 0; round < 10_000; round++) {
            for (Node node : nodes) {
                node.readStatus();
                node.follow(Integer.MAX_VALUE);
                node.send();
                node.answers(Integer.MAX_VALUE);
                node.follow(Integer.MAX_VALUE);
            }
            List<WebhookDelivery> waiting = nodes.get(0).waiting();
            if (waiting.isEmpty() && allRead()) {
                return;
            }
            Instant next = waiting.stream()
                    .map(WebhookDelivery::nextAttemptAt)
                    .min(Instant::compareTo)
                    .orElse(now);
            now = next.isAfter(now) ? next : now.plusMillis(100);
        }
        throw new IllegalStateException(
                "deliveries wait for ever: " + nodes.get(0).waiting());
    }

    private boolean allRead() {
        for (int i = 0; i < partitions; i++) {
            if (read[i] < status.get(i).size()) {
                return false;
            }
        }
        return true;
    }

    /** Who gives one away ends what it has sent; who gets one reads all that was written. */
    private void share() {
        nodes.forEach(node -> node.answers(Integer.MAX_VALUE));
        nodes.forEach(node -> node.owned.clear());
        for (int i = 0; i < partitions; i++) {
            nodes.get(random.nextInt(nodes.size())).owned.add(i);
        }
        nodes.forEach(node -> node.follow(Integer.MAX_VALUE));
    }

    private final class Node {

        private final WebhookRegistry registry = new WebhookRegistry();
        private final DeliveryBook book = new DeliveryBook();
        private final Dispatch dispatch =
                new Dispatch(registry, book, new RetrySchedule(Jitter.downTo(0.9, random)), Dispatch.Limits.USUAL);
        private final Set<Integer> owned = new HashSet<>();
        private final List<Map.Entry<WebhookDelivery, DeliveryAnswer>> onTheirWay = new ArrayList<>();
        private int followed;

        Node() {
            webhooks.forEach(registry::put);
        }

        /** The first of each lane. */
        List<WebhookDelivery> waiting() {
            Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
            return book.due(all, Instant.MAX, Integer.MAX_VALUE, webhook -> false, head -> true);
        }

        void readStatus() {
            for (int partition : owned) {
                List<Told> all = status.get(partition);
                Map<String, WebhookDelivery> begun = new LinkedHashMap<>();
                int end = Math.min(all.size(), read[partition] + 1 + random.nextInt(3));
                for (Told told : all.subList(read[partition], end)) {
                    dispatch.begun(told.batch(), told.delivered(), partition, now)
                            .forEach(delivery -> begun.putIfAbsent(delivery.key(), delivery));
                }
                begun.values().forEach(this::write);
                read[partition] = end;
            }
            if (owned.contains(0)) {
                dispatch.warned(budgets, 0, now).forEach(this::write);
            }
        }

        void follow(int most) {
            for (int i = 0; i < most && followed < log.size(); i++) {
                Written next = log.get(followed++);
                book.apply(next.key(), next.delivery());
            }
        }

        /** The receiver sees a message at once, and answers when it likes. */
        void send() {
            Dispatch.Due due = dispatch.due(owned, now);
            due.write().forEach(this::write);
            for (WebhookDelivery delivery : due.send()) {
                boolean up = !now.isBefore(receiverUpAt) && random.nextInt(10) > 0;
                if (up) {
                    arrivals.add(new Arrival(
                            delivery.webhook().value(),
                            delivery.event(),
                            String.valueOf(delivery.batch() == null ? delivery.budget() : delivery.batch()),
                            delivery.sequence(),
                            delivery.index() == null ? Integer.MAX_VALUE : delivery.index()));
                }
                // some of what was taken is never answered
                boolean answered = up && random.nextInt(10) > 0;
                onTheirWay.add(Map.entry(
                        delivery,
                        answered ? DeliveryAnswer.answered(200, null) : DeliveryAnswer.failed("no answer in time")));
            }
        }

        void answers(int most) {
            for (int i = 0; i < most && !onTheirWay.isEmpty(); i++) {
                Map.Entry<WebhookDelivery, DeliveryAnswer> next = onTheirWay.remove(random.nextInt(onTheirWay.size()));
                WebhookDelivery settled =
                        dispatch.settled(next.getKey(), next.getValue(), now).delivery();
                if (settled != null) {
                    write(settled);
                }
            }
        }

        private void write(WebhookDelivery delivery) {
            log.add(new Written(delivery.key(), delivery));
        }
    }
}
