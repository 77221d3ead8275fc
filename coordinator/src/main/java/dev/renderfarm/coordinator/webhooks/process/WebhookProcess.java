package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.webhooks.BudgetEvent;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.Receiver;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import dev.renderfarm.coordinator.webhooks.WebhookSecrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Makes follower and sender of one coordinator, and the clients by which they reach the broker. */
public final class WebhookProcess implements AutoCloseable {

    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration TRANSACTION = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(1);

    private final FarmTopics names;
    private final Map<String, Object> clients;
    private final InstantSource clock;
    private final String transactions;
    private final WebhookFollower follower;
    private @Nullable Admin admin;

    /** @param clients settings of all clients, the broker's address among them */
    public WebhookProcess(
            FarmTopics names,
            Map<String, Object> clients,
            WebhookRegistry webhooks,
            DeliveryBook book,
            InstantSource clock) {
        this.names = names;
        this.clients = Map.copyOf(clients);
        this.clock = clock;
        this.transactions = names.webhooksGroup() + "-" + UUID.randomUUID();
        this.follower = new WebhookFollower(names, () -> consumer(Map.of()), webhooks, book);
    }

    public WebhookFollower follower() {
        return follower;
    }

    /**
     * The sender of this process.
     *
     * @param warnings at which budgets stand now; asked for several times a second
     * @param executor on which the receiver is called; it takes as many calls as are sent at once
     * @param longestCall after which every message is answered
     */
    public WebhookSender sender(
            Dispatch dispatch,
            Supplier<List<BudgetEvent>> warnings,
            WebhookSecrets secrets,
            Receiver receiver,
            Executor executor,
            Duration longestCall) {
        var edges = new WebhookSender.Edges(this::member, this::writer, this::ends, warnings);
        return new WebhookSender(
                names, edges, follower, dispatch, secrets, new Calls(receiver, executor), longestCall, clock);
    }

    private Consumer<String, byte[]> member() {
        return consumer(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                names.webhooksGroup(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) SESSION.toMillis(),
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName()));
    }

    private Consumer<String, byte[]> consumer(Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) LONGEST_FETCH.toMillis());
        settings.putAll(own);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private WebhookWriter writer() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactions);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        return new WebhookWriter(
                names, new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()), clock);
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin().listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the broker did not tell the ends of the topics of webhooks", e);
        } catch (ExecutionException e) {
            throw new KafkaException("the ends of the topics of webhooks are not known", e.getCause());
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(clients);
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
