package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.coordinator.webhooks.BudgetEvent;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.SignedMessage;
import dev.renderfarm.coordinator.webhooks.WebhookSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the partitions of the status topic with the senders of other coordinators: makes deliveries of what its own tell,
 * and sends them. It begins to send when the book shows all that was written before a partition came to it, and gives a
 * partition away when what it has sent is answered and written. Each event is sent at least once. For one thread.
 */
public final class WebhookSender implements Runnable {

    /**
     * How it reaches the broker.
     *
     * @param consumers a member of the group of senders, which reads what is committed and commits nothing by itself
     * @param writers one that may write transactions
     * @param ends of those partitions, as committed
     * @param warnings at which budgets stand now
     */
    record Edges(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<WebhookWriter> writers,
            Function<Collection<TopicPartition>, Map<TopicPartition, Long>> ends,
            Supplier<List<BudgetEvent>> warnings) {}

    /** Who reads it tells of budgets, which are of no batch. */
    private static final int OF_BUDGETS = 0;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration BUSY_LOOK = Duration.ofMillis(30);
    private static final Duration IDLE_LOOK = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);
    private static final Duration READ_WITHIN = Duration.ofSeconds(30);
    private static final Duration LAST_CALLS = Duration.ofSeconds(3);

    private final FarmTopics names;
    private final Edges edges;
    private final WebhookFollower follower;
    private final Dispatch dispatch;
    private final WebhookSecrets secrets;
    private final Calls calls;
    private final Duration longestCall;
    private final InstantSource clock;
    private final Set<TopicPartition> owned = new HashSet<>();
    private boolean takenOver;
    private boolean unwritten;
    private boolean uncommitted;
    private Instant committedAt = Instant.MIN;
    private volatile boolean stopping;

    /** @param longestCall after which every message is answered */
    WebhookSender(
            FarmTopics names,
            Edges edges,
            WebhookFollower follower,
            Dispatch dispatch,
            WebhookSecrets secrets,
            Calls calls,
            Duration longestCall,
            InstantSource clock) {
        this.names = names;
        this.edges = edges;
        this.follower = follower;
        this.dispatch = dispatch;
        this.secrets = secrets;
        this.calls = calls;
        this.longestCall = longestCall;
        this.clock = clock;
    }

    /** Returns when it is told to stop, or interrupted. */
    @Override
    public void run() {
        try {
            while (!stopping) {
                if (!follower.partitions().isEmpty()) {
                    work();
                }
                if (!stopping) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets what is on its way end, for some seconds. Safe for several threads. */
    public void stop() {
        stopping = true;
    }

    /** Begins anew where the broker is away or refuses what this one writes; nothing is on its way then. */
    private void work() throws InterruptedException {
        try {
            session();
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (KafkaException | IllegalStateException e) {
            LOG.atWarn().addKeyValue("problem", e.toString()).log("webhooks are not sent, trying again");
        } catch (RuntimeException e) { // an error of the farm's own must not end it
            LOG.atError().setCause(e).log("webhooks are not sent, beginning anew");
        }
        calls.takeAll(patience());
        dispatch.reset();
        owned.clear();
        unwritten = false;
    }

    /** Who stops has waited already; what is still on its way another one sends again. */
    private Duration patience() {
        return stopping ? Duration.ZERO : longestCall;
    }

    private void session() throws InterruptedException {
        try (WebhookWriter writer = edges.writers().get();
                Consumer<String, byte[]> consumer = edges.consumers().get()) {
            consumer.subscribe(List.of(names.batchStatus()), new Rebalances(consumer, writer));
            while (!stopping) {
                ConsumerRecords<String, byte[]> records = consumer.poll(dispatch.isBusy() ? BUSY_LOOK : IDLE_LOOK);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                unwritten = !records.isEmpty();
                begin(records, consumer, writer);
                round(consumer, writer);
            }
            settle(calls.takeAll(LAST_CALLS), writer);
            commit(consumer, writer);
        }
    }

    /**
     * What was registered before a status, and what was written before a partition came here, is known from here on. What
     * its former owner wrote is written: the broker tells a position only when that is decided.
     */
    private void awaitBooks(Consumer<?, ?> consumer) throws InterruptedException {
        owned.forEach(consumer::position);
        follower.await(edges.ends().apply(follower.partitions()), READ_WITHIN);
        takenOver = false;
    }

    private void begin(ConsumerRecords<String, byte[]> records, Consumer<?, ?> consumer, WebhookWriter writer)
            throws InterruptedException {
        List<ToldStatus> told = new ArrayList<>();
        boolean withPictures = takenOver || dispatch.tellsPictures();
        records.forEach(record -> ToldStatus.of(record, withPictures).ifPresent(told::add));
        if (takenOver || told.stream().anyMatch(ToldStatus::isOfBatch)) {
            awaitBooks(consumer);
        }
        told.forEach(one -> dispatch.begun(one.batch(), one.delivered(), one.partition(), clock.instant())
                .forEach(writer::add));
        if (owned.contains(new TopicPartition(names.batchStatus(), OF_BUDGETS))) {
            dispatch.warned(edges.warnings().get(), OF_BUDGETS, clock.instant()).forEach(writer::add);
        }
        uncommitted |= unwritten;
        unwritten = !writer.isEmpty();
    }

    /** Writes what has come, and sends what is due. */
    private void round(Consumer<?, ?> consumer, WebhookWriter writer) {
        settle(calls.take(), writer);
        Instant now = clock.instant();
        Dispatch.Due due =
                dispatch.due(owned.stream().map(TopicPartition::partition).collect(Collectors.toSet()), now);
        due.write().forEach(writer::add);
        due.forget().forEach(writer::addRemoval);
        if (!writer.isEmpty() || (uncommitted && committedAt.plus(COMMIT_EVERY).isBefore(now))) {
            commit(consumer, writer);
        }
        due.send().forEach(this::send);
    }

    private void send(WebhookDelivery delivery) {
        Optional<Webhook> webhook = dispatch.webhook(delivery);
        if (webhook.isEmpty()) {
            dispatch.leave(delivery);
        } else {
            calls.send(delivery, SignedMessage.of(delivery, webhook.get(), secrets, clock.instant()));
        }
    }

    private void settle(List<Calls.Answered> answered, WebhookWriter writer) {
        for (Calls.Answered one : answered) {
            if (!owned.contains(
                    new TopicPartition(names.batchStatus(), one.delivery().partition()))) {
                dispatch.leave(one.delivery());
                continue;
            }
            Dispatch.Settled settled = dispatch.settled(one.delivery(), one.answer(), clock.instant());
            if (settled.delivery() != null) {
                writer.add(settled.delivery());
                log(settled.delivery());
            }
            if (settled.gone() != null) {
                writer.addGone(settled.gone());
            }
        }
    }

    private static void log(WebhookDelivery delivery) {
        LOG.atDebug()
                .addKeyValue("batchId", delivery.batch())
                .addKeyValue("webhookId", delivery.webhook())
                .addKeyValue("attempt", delivery.attempts())
                .addKeyValue("code", delivery.state().wireName())
                .addKeyValue("problem", delivery.problem())
                .log("a message was answered");
    }

    private void commit(Consumer<?, ?> consumer, WebhookWriter writer) {
        if (owned.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        owned.forEach(partition -> positions.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        writer.commit(positions, consumer.groupMetadata());
        unwritten = false;
        uncommitted = false;
        committedAt = clock.instant();
    }

    private final class Rebalances implements ConsumerRebalanceListener {

        private final Consumer<?, ?> consumer;
        private final WebhookWriter writer;

        Rebalances(Consumer<?, ?> consumer, WebhookWriter writer) {
            this.consumer = consumer;
            this.writer = writer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            owned.addAll(partitions);
            takenOver = takenOver || !partitions.isEmpty();
        }

        /** What is on its way ends first, and is written as long as it may be; not so where what was read could not be. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                List<Calls.Answered> last = calls.takeAll(patience());
                if (!unwritten) {
                    settle(last, writer);
                    commit(consumer, writer);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            owned.removeAll(partitions);
        }

        /** Others have them already: nothing may be written of them. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            owned.removeAll(partitions);
        }
    }
}
