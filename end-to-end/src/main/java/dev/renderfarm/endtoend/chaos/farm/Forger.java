package dev.renderfarm.endtoend.chaos.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.endtoend.chaos.fault.Damage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records on the farm's topics that nobody of the farm has written. */
final class Forger {

    private static final int LIMIT_MILLIS = 15_000;
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final byte[] UNKNOWN = "nobody".getBytes(UTF_8);
    private static final byte[] SOMETHING = "{\"id\":\"something\"}".getBytes(UTF_8);

    private final String bootstrap;

    Forger(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Under the key of the record that it was. */
    void damage(String topic, Damage damage) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> last = newest(topic, 1);
        byte[] key = last.isEmpty() ? UNKNOWN : last.get(0).key();
        byte[] value = last.isEmpty() || last.get(0).value() == null
                ? SOMETHING
                : last.get(0).value();
        int partition = last.isEmpty() ? 0 : last.get(0).partition();
        var record = new ProducerRecord<>(topic, partition, key, damage.of(value));
        last.forEach(real -> real.headers().forEach(record.headers()::add));
        write(List.of(record));
    }

    void repeat(String topic, int count) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> real : newest(topic, count)) {
            again.add(new ProducerRecord<>(topic, real.partition(), null, real.key(), real.value(), real.headers()));
        }
        Collections.shuffle(again);
        write(again);
    }

    /** So many of each partition; for one, the one of the partition that has the most. */
    private List<ConsumerRecord<byte[], byte[]>> newest(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "default.api.timeout.ms", LIMIT_MILLIS,
                        "request.timeout.ms", LIMIT_MILLIS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                consumer.assign(List.of(partition));
                // markers of transactions have offsets too
                consumer.seek(partition, Math.max(0, end - count - 5));
                List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
                while (consumer.position(partition) < end) {
                    consumer.poll(POLL).forEach(found::add);
                }
                records.addAll(found.subList(Math.max(0, found.size() - count), found.size()));
            }
        }
        return count == 1 && !records.isEmpty() ? List.of(Collections.max(records, Forger::byOffset)) : records;
    }

    private static int byOffset(ConsumerRecord<byte[], byte[]> one, ConsumerRecord<byte[], byte[]> other) {
        return Long.compare(one.offset(), other.offset());
    }

    private void write(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "max.block.ms", LIMIT_MILLIS,
                "delivery.timeout.ms", LIMIT_MILLIS,
                "request.timeout.ms", LIMIT_MILLIS - 1_000);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }
}
