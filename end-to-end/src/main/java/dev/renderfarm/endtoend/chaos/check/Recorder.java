package dev.renderfarm.endtoend.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Keeps all that is written on a farm's topics, from their beginning on, with when it came. Thread-safe. */
public final class Recorder implements AutoCloseable {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LIMIT_MILLIS = 10_000;
    private static final String RESULTS = "results";

    private final String prefix;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::record, "recorder");
    private final List<Seen> seen = new ArrayList<>();
    private volatile long lastPicture = System.nanoTime();
    private volatile long caughtUpAt = Long.MIN_VALUE;
    private volatile boolean isOver;

    /**
     * @param bootstrap of the broker, past all links
     * @param prefix what the names of the topics begin with, all of which are there
     */
    public Recorder(String bootstrap, String prefix) {
        this.prefix = prefix;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "default.api.timeout.ms",
                        LIMIT_MILLIS,
                        "request.timeout.ms",
                        LIMIT_MILLIS,
                        "reconnect.backoff.max.ms",
                        500),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                .filter(topic -> topic.getKey().startsWith(prefix))
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    /** When a result with a picture came last. */
    public long lastPicture() {
        return lastPicture;
    }

    /** All so far, those of a partition in their order. */
    public synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Waits until all is kept that is written now, at most for so long. */
    public boolean catchUp(Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        while (caughtUpAt == Long.MIN_VALUE || caughtUpAt - began <= 0) {
            if (System.nanoTime() - began > atMost.toNanos() || !thread.isAlive()) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        isOver = true;
        consumer.wakeup();
        thread.join();
        consumer.close();
    }

    private void record() {
        long looked = System.nanoTime();
        while (!isOver) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    keep(record);
                }
                if (System.nanoTime() - looked > TimeUnit.SECONDS.toNanos(2)) {
                    looked = System.nanoTime();
                    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
                    if (ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                        caughtUpAt = looked;
                    }
                }
            } catch (WakeupException e) {
                return;
            } catch (KafkaException e) {
                // the broker is away, as it has to be now and then
            }
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        long now = System.nanoTime();
        String topic = record.topic().substring(prefix.length());
        Seen one = new Seen(
                topic,
                record.partition(),
                record.offset(),
                record.key() == null ? "" : new String(record.key(), UTF_8),
                read(record.value()),
                record.timestamp(),
                now);
        synchronized (this) {
            seen.add(one);
        }
        if (topic.equals(RESULTS) && one.text("/outcome/type").equals("rendered")) {
            lastPicture = now;
        }
    }

    private static JsonNode read(byte @Nullable [] value) {
        if (value == null) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode read = JSON.readTree(value);
            return read != null && read.isObject() ? read : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
