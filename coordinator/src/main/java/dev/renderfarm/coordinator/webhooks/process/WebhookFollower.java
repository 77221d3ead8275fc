package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.topics.RecordVersion;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of webhooks and deliveries from their beginning, and on, on a thread of its own: every coordinator reads
 * all of them and commits nothing. What is asked of it is safe for several threads.
 */
public final class WebhookFollower implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookFollower.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final FarmTopics names;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final WebhookRegistry webhooks;
    private final DeliveryBook book;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean complete;
    private volatile boolean stopping;

    /** @param consumers makes one that reads what is committed, and begins where there is the first record */
    public WebhookFollower(
            FarmTopics names,
            Supplier<Consumer<String, byte[]>> consumers,
            WebhookRegistry webhooks,
            DeliveryBook book) {
        this.names = names;
        this.consumers = consumers;
        this.webhooks = webhooks;
        this.book = book;
    }

    /** Returns when it is told to stop, or interrupted. */
    @Override
    public void run() {
        try {
            while (!stopping) {
                try {
                    follow();
                } catch (InterruptException e) {
                    throw new InterruptedException();
                } catch (KafkaException e) {
                    LOG.atWarn().addKeyValue("problem", e.toString()).log("webhooks are not followed, trying again");
                } catch (RuntimeException e) { // an error of the farm's own must not end it
                    LOG.atError().setCause(e).log("webhooks are not followed, beginning anew");
                }
                if (!stopping) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it within some seconds. Safe for several threads. */
    public void stop() {
        stopping = true;
    }

    /** Whether all that was there when it began has been read. Safe for several threads. */
    public boolean isComplete() {
        return complete;
    }

    /** Partitions of both topics; empty before both are there. */
    synchronized List<TopicPartition> partitions() {
        return List.copyOf(positions.keySet());
    }

    /**
     * Returns when all before those offsets has been read.
     *
     * @throws TimeoutException if that takes longer than the patience
     */
    synchronized void await(Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!hasRead(ends)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("the topics of webhooks were not read to their ends in time");
            }
            wait(left);
        }
    }

    private boolean hasRead(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(entry -> positions.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    }

    private void follow() throws InterruptedException {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            List<TopicPartition> all = new ArrayList<>();
            for (String topic : List.of(names.webhooks(), names.webhookDeliveries())) {
                for (PartitionInfo found : consumer.partitionsFor(topic)) {
                    all.add(new TopicPartition(topic, found.partition()));
                }
            }
            if (all.stream().map(TopicPartition::topic).distinct().count() < 2) {
                return;
            }
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            start(consumer, all);
            while (!stopping) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(LOOK)) {
                    read(record);
                }
                note(consumer, all, ends);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** After a failure it goes on where it was. */
    private synchronized void start(Consumer<?, ?> consumer, List<TopicPartition> all) {
        for (TopicPartition partition : all) {
            Long before = positions.get(partition);
            if (before == null) {
                consumer.seekToBeginning(List.of(partition));
                positions.put(partition, 0L);
            } else {
                consumer.seek(partition, before);
            }
        }
    }

    private synchronized void note(Consumer<?, ?> consumer, List<TopicPartition> all, Map<TopicPartition, Long> ends) {
        for (TopicPartition partition : all) {
            positions.put(partition, consumer.position(partition));
        }
        complete = complete || hasRead(ends);
        notifyAll();
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            RecordVersion.check(record.headers());
            if (record.topic().equals(names.webhooks())) {
                readWebhook(record);
            } else {
                byte[] value = record.value();
                book.apply(record.key(), value == null ? null : Json.read(value, WebhookDelivery.class));
            }
        } catch (NewerSchemaException | MalformedJsonException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("record of a webhook ignored");
        }
    }

    private void readWebhook(ConsumerRecord<String, byte[]> record) {
        boolean gone = WebhookEvents.isGoneKey(record.key());
        if (record.value() != null) {
            Webhook webhook = Json.read(record.value(), Webhook.class);
            if (gone) {
                webhooks.disable(webhook);
            } else {
                webhooks.put(webhook);
            }
        } else if (!gone) {
            webhooks.remove(new WebhookId(record.key()));
        }
    }
}
