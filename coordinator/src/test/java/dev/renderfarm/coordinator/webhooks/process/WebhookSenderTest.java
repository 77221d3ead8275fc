package dev.renderfarm.coordinator.webhooks.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.topics.DeliveredPictures;
import dev.renderfarm.coordinator.webhooks.BudgetEvent;
import dev.renderfarm.coordinator.webhooks.DeliveryAnswer;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.RetrySchedule;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import dev.renderfarm.coordinator.webhooks.WebhookSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One sender, whose follower reads at once what it has written. Long because a broker's two sides have to be pretended for
 * whatever is looked at.
 */
class WebhookSenderTest {

    private static final Instant NOW = TestBatches.CREATED;
    private static final FarmTopics NAMES = new FarmTopics(FarmName.DEFAULT);
    private static final TopicPartition STATUS = new TopicPartition(NAMES.batchStatus(), 0);
    private static final TopicPartition WEBHOOKS = new TopicPartition(NAMES.webhooks(), 0);
    private static final TopicPartition DELIVERIES = new TopicPartition(NAMES.webhookDeliveries(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WebhookRegistry webhooks = new WebhookRegistry();
    private final DeliveryBook book = new DeliveryBook();
    private final MockConsumer<String, byte[]> followed = new MockConsumer<>("earliest");
    private final WebhookFollower follower = new WebhookFollower(NAMES, () -> followed, webhooks, book);
    private final List<MockProducer<String, byte[]>> producers = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile MockConsumer<String, byte[]> member = new MockConsumer<>("earliest");
    private volatile boolean failing;
    private volatile boolean broken;
    private volatile int written;
    private volatile int status = 200;
    private volatile List<BudgetEvent> warnings = List.of();
    private volatile Map<TopicPartition, Long> ends = Map.of();
    private final CountDownLatch endsAsked = new CountDownLatch(1);
    private Executor executor = Runnable::run;
    private Duration longestCall = Duration.ofSeconds(1);

    @BeforeEach
    void registerAWebhook() {
        for (TopicPartition topic : List.of(WEBHOOKS, DELIVERIES)) {
            followed.updatePartitions(
                    topic.topic(), List.of(new PartitionInfo(topic.topic(), 0, Node.noNode(), null, null)));
        }
        followed.updateBeginningOffsets(Map.of(WEBHOOKS, 0L, DELIVERIES, 0L));
        followed.updateEndOffsets(Map.of(WEBHOOKS, 0L, DELIVERIES, 0L));
        webhooks.put(new Webhook(
                new WebhookId("wh_1"), null, "https://a.example", WebhookEvent.usual(), NOW, 1, null, null));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
        }
    }

    @Test
    void shouldWriteADeliveryWithTheOffsetAndThenWhatCameOfIt() {
        // Given
        start();
        // When
        tell(0, "batch_1");
        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states())
                .containsExactly(DeliveryState.PENDING, DeliveryState.DELIVERED));
        assertThat(sent).hasSize(1);
        assertThat(committed()).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> book.find("wh_1/" + sent.get(0)).isPresent());
    }

    @Test
    void shouldCommitNothingOfWhatItHasReadWhenItsDeliveriesAreNotWritten() {
        // Given
        failing = true;
        start();
        MockConsumer<String, byte[]> first = member;
        // When: it begins anew, and is given the same again
        tell(0, "batch_1");
        await().atMost(PATIENCE).until(() -> producers.size() > 1);
        // Then
        assertThat(first.closed()).isTrue();
        assertThat(producers.get(0).consumerGroupOffsetsHistory()).isEmpty();
        assertThat(producers.get(0).history()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldIgnoreAStatusThatCannotBeRead() {
        start();
        member.schedulePollTask(() -> member.addRecord(
                new ConsumerRecord<>(STATUS.topic(), 0, 0, "batch_1", "{".getBytes(StandardCharsets.UTF_8))));
        tell(1, "batch_2");
        await().atMost(PATIENCE).until(() -> sent.size() == 1);
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void shouldWriteBesideTheWebhookThatItsReceiverIsGone() {
        // Given
        status = 410;
        start();
        // When
        tell(0, "batch_1");
        // Then
        await().atMost(PATIENCE).until(() -> states().contains(DeliveryState.DEAD));
        assertThat(producers.get(0).history())
                .filteredOn(record -> record.topic().equals(WEBHOOKS.topic()))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.key()).isEqualTo("wh_1/gone");
                    assertThat(Json.read(record.value(), Webhook.class).disabledAt())
                            .isEqualTo(NOW);
                });
    }

    @Test
    void shouldBeginAnewWhenItFailsOfItself() {
        broken = true;
        start();
        tell(0, "batch_1");
        await().atMost(PATIENCE).until(() -> sent.size() == 1);
    }

    @Test
    void shouldWaitForNoReceiverWhenItStops() throws InterruptedException {
        // Given
        BlockingQueue<Runnable> underWay = new LinkedBlockingQueue<>();
        executor = underWay::add;
        longestCall = Duration.ofHours(1);
        WebhookSender sender = start();
        tell(0, "batch_1");
        assertThat(underWay.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        // When
        sender.stop();
        // Then
        Thread thread = threads.get(1);
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void shouldSendNothingBeforeItHasReadWhatTheOwnerBeforeItWrote() throws InterruptedException {
        // Given: who had the partition before has delivered what the first status tells
        WebhookDelivery delivered = new Dispatch(
                        webhooks, new DeliveryBook(), new RetrySchedule(Jitter.NONE), Dispatch.Limits.USUAL)
                .begun(TestBatches.batch(new BatchId("batch_1"), BatchStatus.COMPLETED, 5), List.of(), 0, NOW)
                .get(0)
                .delivered(NOW, 200);
        ends = Map.of(DELIVERIES, 1L);
        start();
        tell(0, "batch_1");
        assertThat(endsAsked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sent).isEmpty();
        // When
        followed.schedulePollTask(() -> followed.addRecord(
                new ConsumerRecord<>(DELIVERIES.topic(), 0, 0, delivered.key(), Json.bytes(delivered))));
        written = 1;
        tell(1, "batch_2");
        // Then
        await().atMost(PATIENCE).until(() -> sent.size() == 1);
        assertThat(sent).doesNotContain(delivered.event());
        await().atMost(PATIENCE).until(() -> states().contains(DeliveryState.DELIVERED));
        assertThat(states()).containsExactly(DeliveryState.PENDING, DeliveryState.DELIVERED);
    }

    @Test
    void shouldWriteWhatCameOfACallUnderWayBeforeItGivesItsPartitionAway() throws InterruptedException {
        // Given
        BlockingQueue<Runnable> underWay = new LinkedBlockingQueue<>();
        executor = underWay::add;
        longestCall = PATIENCE;
        start();
        tell(0, "batch_1");
        Runnable call = underWay.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        // When: it is answered while the partition goes
        CountDownLatch going = new CountDownLatch(1);
        MockConsumer<String, byte[]> consumer = member;
        consumer.schedulePollTask(() -> {
            going.countDown();
            consumer.rebalance(List.of());
        });
        assertThat(going.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        call.run();
        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states())
                .containsExactly(DeliveryState.PENDING, DeliveryState.DELIVERED));
    }

    @Test
    void shouldTellOfThePicturesThatAStatusNamesBesideItsValue() {
        // Given
        webhooks.put(new Webhook(
                new WebhookId("wh_1"), null, "https://a.example", List.of(WebhookEvent.RENDERED), NOW, 1, null, null));
        start();
        MockConsumer<String, byte[]> consumer = member;
        var record = new ConsumerRecord<>(
                STATUS.topic(),
                0,
                0,
                "batch_1",
                Json.bytes(TestBatches.batch(new BatchId("batch_1"), BatchStatus.IN_PROGRESS, 5)));
        DeliveredPictures.add(record.headers(), List.of(3, 7));
        // When
        consumer.schedulePollTask(() -> consumer.addRecord(record));
        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deliveries())
                .filteredOn(delivery -> delivery.state() == DeliveryState.DELIVERED)
                .extracting(WebhookDelivery::index)
                .containsExactly(3, 7));
    }

    @Test
    void shouldTellOfABudgetOnce() {
        // Given: the book is followed
        start();
        tell(0, "batch_1");
        await().atMost(PATIENCE).until(() -> sent.size() == 1);
        // When
        warnings = List.of(
                new BudgetEvent("evt_1", new BudgetNotice(new TenantName("shop-a"), "bytes", 80)),
                new BudgetEvent("evt_2", new BudgetNotice(new TenantName("shop-b"), "bytes", 50)));
        // Then
        await().atMost(PATIENCE).until(() -> sent.size() == 3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states())
                .filteredOn(DeliveryState.DELIVERED::equals)
                .hasSize(3));
        tell(1, "batch_2");
        await().atMost(PATIENCE).until(() -> sent.size() == 4);
        assertThat(sent).containsOnlyOnce("evt_1", "evt_2");
    }

    private WebhookSender start() {
        prepare(member);
        var schedule = new RetrySchedule(Jitter.NONE);
        var dispatch = new Dispatch(webhooks, book, schedule, Dispatch.Limits.USUAL);
        var edges = new WebhookSender.Edges(
                this::joined,
                this::writer,
                partitions -> {
                    endsAsked.countDown();
                    return ends;
                },
                () -> warnings);
        var calls = new Calls(
                message -> {
                    sent.add(message.id());
                    return DeliveryAnswer.answered(status, null);
                },
                executor);
        var sender = new WebhookSender(
                NAMES,
                edges,
                follower,
                dispatch,
                new WebhookSecrets(Optional.of("f".repeat(32))),
                calls,
                longestCall,
                () -> NOW);
        for (Runnable work : List.of(follower, sender)) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return sender;
    }

    private MockConsumer<String, byte[]> joined() {
        if (member.closed()) {
            member = new MockConsumer<>("earliest");
            prepare(member);
        }
        return member;
    }

    private static void prepare(MockConsumer<String, byte[]> consumer) {
        consumer.updateBeginningOffsets(Map.of(STATUS, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(STATUS)));
    }

    private WebhookWriter writer() {
        if (broken) {
            broken = false;
            throw new UnsupportedOperationException("an error of the farm's own");
        }
        var partition = new PartitionInfo(DELIVERIES.topic(), 0, Node.noNode(), null, null);
        var cluster = new Cluster("c", List.of(), List.of(partition), Set.of(), Set.of());
        var producer = new Looped(cluster);
        if (failing) {
            producer.commitTransactionException = new KafkaException("made to fail by the test");
        }
        producers.add(producer);
        return new WebhookWriter(NAMES, producer, () -> NOW);
    }

    private void tell(long offset, String batch) {
        MockConsumer<String, byte[]> consumer = member;
        byte[] status = Json.bytes(TestBatches.batch(new BatchId(batch), BatchStatus.COMPLETED, 5));
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(STATUS.topic(), 0, offset, batch, status)));
    }

    private List<DeliveryState> states() {
        return deliveries().stream().map(WebhookDelivery::state).toList();
    }

    private List<WebhookDelivery> deliveries() {
        return producers.stream()
                .limit(1)
                .flatMap(producer -> producer.history().stream())
                .filter(record -> record.topic().equals(DELIVERIES.topic()))
                .map(record -> Json.read(record.value(), WebhookDelivery.class))
                .toList();
    }

    private long committed() {
        Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();
        producers.get(0).consumerGroupOffsetsHistory().forEach(group -> group.values()
                .forEach(last::putAll));
        return requireNonNull(last.get(STATUS)).offset();
    }

    /** What is committed is read by the follower. */
    private final class Looped extends MockProducer<String, byte[]> {

        private int looped;

        Looped(Cluster cluster) {
            super(cluster, true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            List<ProducerRecord<String, byte[]>> all = history();
            while (looped < all.size()) {
                ProducerRecord<String, byte[]> record = all.get(looped);
                long offset = written + looped++;
                followed.schedulePollTask(() -> followed.addRecord(
                        new ConsumerRecord<>(record.topic(), 0, offset, record.key(), record.value())));
            }
        }
    }
}
