package dev.renderfarm.standalone.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.ShareConsumers;
import dev.renderfarm.gpuworker.claim.ShareGroupQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue.Acknowledgement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker's queue on a real broker: what it loses at the markers of transactions, counted in looks and the time that they
 * were given, not the time that they took, for which {@link ShareClaimProbe} shows the cause; and what one task that is
 * held costs the others.
 */
class ShareClaimIT {

    private static final String TOPIC = "tasks";
    private static final String GROUP = "workers";
    private static final ModelName MODEL = new ModelName("tiny");
    private static final int TASKS = 100;
    private static final int MORE_THAN_KAFKAS_WINDOW = 2_500;
    private static final int MORE_THAN_KAFKAS_DELIVERIES = 6;
    private static final int LOOKS = 60;
    private static final Duration CLAIM_WAIT = Duration.ofMillis(500);

    @TempDir
    Path directory;

    private final List<Duration> vain = new ArrayList<>();

    @Test
    void shouldLoseLittleAtTheMarkersOfTransactionsWhileTasksAreQueued() throws Exception {
        try (Servers servers = Servers.on(directory)) {
            // Given
            servers.broker().start();
            Map<String, Object> connection =
                    Map.of("bootstrap.servers", servers.services().bootstrapServers());
            TaskTopic.create(connection, TOPIC, GROUP);
            dispatch(connection, TASKS, 1);
            // When
            try (ShareGroupQueue queue = queue(new ShareConsumers(connection, GROUP, 1))) {
                claim(queue);
                vain.clear(); // the group is joined
                for (int left = TASKS - 1; left > 0; left--) {
                    claim(queue);
                }
            }
            // Then
            Duration lost = vain.stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(lost.dividedBy(TASKS)).as("time of such looks a task").isLessThan(Duration.ofMillis(25));
        }
    }

    @Test
    void shouldHandOutThousandsOfTasksBehindOneThatIsHeld() throws Exception {
        try (Servers servers = Servers.on(directory)) {
            // Given
            servers.broker().start();
            Map<String, Object> connection =
                    Map.of("bootstrap.servers", servers.services().bootstrapServers());
            TaskTopic.create(connection, TOPIC, GROUP);
            dispatch(connection, MORE_THAN_KAFKAS_WINDOW, MORE_THAN_KAFKAS_WINDOW);
            try (ShareGroupQueue slow = queue(new ShareConsumers(connection, GROUP, 1));
                    ShareGroupQueue quick = queue(new ShareConsumers(connection, GROUP, 250))) {
                List<ClaimedTask> held = claimed(slow);
                // When
                List<ClaimedTask> others = new ArrayList<>();
                while (others.size() < MORE_THAN_KAFKAS_WINDOW - 1) {
                    assertThat(slow.renew()).as("kept").isTrue();
                    others.addAll(claimed(quick));
                    quick.acknowledge(Acknowledgement.ACCEPT);
                }
                // Then
                assertThat(others).doesNotContainAnyElementsOf(held);
            }
        }
    }

    /** As where a broker comes back: it takes no acknowledgement yet, and hands out the same tasks again. */
    @Test
    void shouldHandOutATaskThatWasGivenBackManyTimes() throws Exception {
        try (Servers servers = Servers.on(directory)) {
            // Given
            servers.broker().start();
            Map<String, Object> connection =
                    Map.of("bootstrap.servers", servers.services().bootstrapServers());
            TaskTopic.create(connection, TOPIC, GROUP);
            dispatch(connection, 1, 1);
            try (ShareGroupQueue queue = queue(new ShareConsumers(connection, GROUP, 1))) {
                // When
                for (int times = 1; times < MORE_THAN_KAFKAS_DELIVERIES; times++) {
                    claimed(queue);
                    queue.pause();
                }
                // Then
                assertThat(claimed(queue)).hasSize(1);
            }
        }
    }

    private static List<ClaimedTask> claimed(TaskQueue queue) throws InterruptedException {
        for (int looks = 0; looks < LOOKS; looks++) {
            List<ClaimedTask> claimed = queue.claim(CLAIM_WAIT);
            if (!claimed.isEmpty()) {
                return claimed;
            }
        }
        throw new AssertionError("no task in " + LOOKS + " looks");
    }

    private static void claim(TaskQueue queue) throws InterruptedException {
        List<ClaimedTask> claimed = List.of();
        while (claimed.isEmpty()) {
            claimed = queue.claim(CLAIM_WAIT);
        }
        assertThat(claimed).hasSize(1);
        queue.acknowledge(Acknowledgement.ACCEPT);
    }

    private ShareGroupQueue queue(ShareConsumers consumers) {
        return new ShareGroupQueue(
                TOPIC,
                () -> watched(consumers.create("slot")),
                Backoff.doubling(Duration.ofMillis(10), Duration.ofSeconds(1), Jitter.NONE),
                Sleeper.REAL,
                InstantSource.system());
    }

    @SuppressWarnings("unchecked")
    private ShareConsumer<String, byte[]> watched(ShareConsumer<String, byte[]> consumer) {
        return (ShareConsumer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ShareConsumer.class},
                (proxy, method, arguments) -> watch(consumer, method, arguments == null ? new Object[0] : arguments));
    }

    private @Nullable Object watch(ShareConsumer<String, byte[]> consumer, Method method, Object[] arguments)
            throws Throwable {
        try {
            double answered = answered(consumer);
            Object result = method.invoke(consumer, arguments);
            if (result instanceof ConsumerRecords<?, ?> records && records.isEmpty() && answered(consumer) > answered) {
                vain.add((Duration) arguments[0]);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** How many fetches the broker has answered. */
    private static double answered(ShareConsumer<String, byte[]> consumer) {
        double answered = 0;
        for (Metric metric : consumer.metrics().values()) {
            if (metric.metricName().name().equals("fetch-total")) {
                answered += (Double) metric.metricValue();
            }
        }
        return answered;
    }

    private static void dispatch(Map<String, Object> connection, int tasks, int perTransaction) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("transactional.id", "ledger");
        settings.put("linger.ms", 0);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < tasks; i += perTransaction) {
                producer.beginTransaction();
                for (int j = i; j < i + perTransaction; j++) {
                    RenderTask task = task(j);
                    var unused = producer.send(
                            new ProducerRecord<>(TOPIC, task.taskId().toString(), Json.bytes(task)));
                }
                producer.commitTransaction();
            }
        }
    }

    private static RenderTask task(int index) {
        ImageRequest image = new ImageRequest("a mug", null, new ImageSize(16, 16), Sampling.of(4, 0), index);
        RenderItem item = new RenderItem(index, index + 2, "SKU " + index, null, new ImageName("sku-" + index), image);
        return RenderTask.of(new BatchId("batch_1"), MODEL, item, 1);
    }
}
