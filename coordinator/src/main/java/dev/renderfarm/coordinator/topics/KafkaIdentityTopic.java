package dev.renderfarm.coordinator.topics;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.identity.IdentityTopic;
import dev.renderfarm.coordinator.identity.TopicsFound;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * {@link IdentityTopic} as a compacted topic of one partition. Everyone who claims appends a record under an id of
 * their own, so compaction keeps them all, and the first one holds: the broker decides who that is.
 */
public final class KafkaIdentityTopic implements IdentityTopic {

    private static final String SOURCE = "/renderfarm/coordinator";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ANSWER_LIMIT_MILLIS = 10_000;

    private final TopicPlan plan;
    private final Map<String, Object> clients;

    /** @param clientSettings of all clients, the broker's address among them */
    public KafkaIdentityTopic(TopicPlan plan, Map<String, Object> clientSettings) {
        this.plan = plan;
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MILLIS);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.clients = Map.copyOf(settings);
    }

    @Override
    public TopicsFound look(String ledger) throws InterruptedException {
        FarmTopics names = plan.names();
        try (TopicAdmin admin = new KafkaTopicAdmin(clients)) {
            Set<String> present = admin.names();
            boolean used = admin.isWrittenTo(Set.of(names.commands(), names.batchStatus()));
            return new TopicsFound(
                    present.contains(names.identity()) ? first(names.identity()) : Optional.empty(),
                    used,
                    present.contains(ledger + "-batches-changelog"));
        } catch (KafkaException e) {
            throw away(e);
        }
    }

    @Override
    public void claim(FarmIdentity farm) throws InterruptedException {
        try (TopicAdmin admin = new KafkaTopicAdmin(clients)) {
            admin.create(plan.identity(), plan.replication());
            append(farm);
        } catch (KafkaException e) {
            throw away(e);
        }
    }

    private Optional<FarmIdentity> first(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(clients, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(PATIENCE)) {
                    if (record.value() != null) {
                        RecordVersion.check(record.headers());
                        return Optional.of(Json.read(record.value(), FarmIdentity.class));
                    }
                }
            }
            return Optional.empty();
        }
    }

    private void append(FarmIdentity farm) throws InterruptedException {
        String id = farm.id().value();
        var event = new CloudEvent(id, CloudEvent.Type.FARM_IDENTITY, SOURCE, id, farm.createdAt());
        var record = new ProducerRecord<>(plan.names().identity(), id, Json.bytes(farm));
        event.headers().forEach(record.headers()::add);
        try (Producer<String, byte[]> producer = producer()) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static BrokerUnavailableException away(KafkaException reason) {
        return new BrokerUnavailableException("the broker did not answer: " + reason.getMessage(), reason);
    }
}
