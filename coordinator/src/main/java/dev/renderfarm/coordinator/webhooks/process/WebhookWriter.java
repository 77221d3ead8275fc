package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.topics.EventHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes deliveries and how far the status topic was read, all of it or nothing. Each time it says how far: so the broker
 * refuses it from one to whom the partition does not belong any more. For one thread.
 */
final class WebhookWriter implements AutoCloseable {

    private final FarmTopics names;
    private final Producer<String, byte[]> producer;
    private final InstantSource clock;
    private final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    private final int partitions;

    /** @param producer that is transactional */
    WebhookWriter(FarmTopics names, Producer<String, byte[]> producer, InstantSource clock) {
        this.names = names;
        this.producer = producer;
        this.clock = clock;
        producer.initTransactions();
        this.partitions = producer.partitionsFor(names.webhookDeliveries()).size();
    }

    /** To be written; one that was given up is a dead letter too. */
    void add(WebhookDelivery delivery) {
        add(
                names.webhookDeliveries(),
                delivery.partition() % partitions,
                WebhookEvents.of(delivery, clock.instant()),
                delivery);
        if (delivery.state() == DeliveryState.DEAD && delivery.type() != WebhookEvent.TEST) {
            add(names.deadLetters(), null, WebhookEvents.deadLetter(delivery, clock.instant()), delivery);
        }
    }

    /** To be written beside the webhook, so that it takes nothing back that somebody has done with it meanwhile. */
    void addGone(Webhook webhook) {
        add(names.webhooks(), null, WebhookEvents.gone(webhook, clock.instant()), webhook);
    }

    /** To be written: that there is no such delivery any more. */
    void addRemoval(WebhookDelivery delivery) {
        records.add(new ProducerRecord<>(
                names.webhookDeliveries(), delivery.partition() % partitions, delivery.key(), null));
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /**
     * Returns when all of it is there.
     *
     * @param positions up to which the status topic is done with, of every partition that what is written belongs to
     * @throws KafkaException if nothing of it was written
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> positions, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        try {
            records.forEach(producer::send);
            producer.sendOffsetsToTransaction(positions, group);
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort(e);
            throw e;
        } finally {
            records.clear();
        }
    }

    private void abort(KafkaException reason) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            reason.addSuppressed(e);
        }
    }

    private void add(String topic, @Nullable Integer partition, CloudEvent event, Object value) {
        records.add(new ProducerRecord<>(
                topic,
                partition,
                event.time().toEpochMilli(),
                event.subject(),
                Json.bytes(value),
                EventHeaders.of(event)));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
