package dev.renderfarm.standalone.farm;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A program that shows on whose side a poll of a share consumer waits while records lie in the topic. For each way of
 * producing it prints how many polls came back empty, how long they took, and how many share fetches the broker
 * answered meanwhile. None is the broker's waiting, any is the consumer's own.
 */
final class ShareClaimProbe {

    private static final int RECORDS = 60;
    private static final String FETCHES = "fetch-total";

    private final Map<String, Object> connection;

    private ShareClaimProbe(String bootstrapServers) {
        this.connection = Map.of("bootstrap.servers", bootstrapServers);
    }

    public static void main(String[] arguments) throws Exception {
        try (Servers servers = Servers.on(Files.createTempDirectory("share-claim-"))) {
            servers.broker().start();
            ShareClaimProbe probe = new ShareClaimProbe(servers.services().bootstrapServers());
            System.out.println("| records a transaction | poll | full polls, mean ms | empty polls, mean ms | fetches "
                    + "answered in an empty poll | poll after an empty one, mean ms |");
            System.out.println("|---|---|---|---|---|---|");
            probe.run(0, Duration.ofMillis(500));
            probe.run(RECORDS, Duration.ofMillis(500));
            probe.run(10, Duration.ofMillis(500));
            probe.run(1, Duration.ofMillis(500));
            probe.run(1, Duration.ofMillis(20));
        }
    }

    /** @param perTransaction 0 is without transactions */
    private void run(int perTransaction, Duration wait) throws Exception {
        String topic = "tasks-" + UUID.randomUUID();
        TaskTopic.create(connection, topic, group(topic));
        produce(topic, perTransaction);
        List<Double> full = new ArrayList<>();
        List<Double> empty = new ArrayList<>();
        List<Double> afterEmpty = new ArrayList<>();
        double fetches = 0;
        try (var consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            int left = RECORDS;
            boolean wasEmpty = false;
            while (left > 0) {
                double answered = answered(consumer);
                long start = System.nanoTime();
                ConsumerRecords<String, byte[]> claimed = consumer.poll(wait);
                double millis = (System.nanoTime() - start) / 1e6;
                if (left < RECORDS) { // the group is joined
                    (claimed.isEmpty() ? empty : wasEmpty ? afterEmpty : full).add(millis);
                    fetches += claimed.isEmpty() ? answered(consumer) - answered : 0;
                }
                wasEmpty = claimed.isEmpty();
                claimed.forEach(record -> consumer.acknowledge(record, AcknowledgeType.ACCEPT));
                consumer.commitSync();
                left -= claimed.count();
            }
        }
        System.out.printf(
                "| %d | %d ms | %d, %.1f | %d, %.1f | %.2f | %.1f |%n",
                perTransaction,
                wait.toMillis(),
                full.size(),
                mean(full),
                empty.size(),
                mean(empty),
                empty.isEmpty() ? 0 : fetches / empty.size(),
                mean(afterEmpty));
    }

    private void produce(String topic, int perTransaction) throws Exception {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("linger.ms", 0);
        if (perTransaction > 0) {
            settings.put("transactional.id", topic);
        }
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            if (perTransaction > 0) {
                producer.initTransactions();
            }
            for (int i = 0; i < RECORDS; i++) {
                if (perTransaction > 0 && i % perTransaction == 0) {
                    producer.beginTransaction();
                }
                var sent = producer.send(new ProducerRecord<>(topic, "task-" + i, new byte[300]));
                if (perTransaction == 0) {
                    sent.get();
                } else if (i % perTransaction == perTransaction - 1) {
                    producer.commitTransaction();
                }
            }
        }
    }

    /** As a worker's slot with a micro-batch of one. */
    private KafkaShareConsumer<String, byte[]> consumer(String topic) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("group.id", group(topic));
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", 1);
        return new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static double answered(KafkaShareConsumer<String, byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(FETCHES))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    private static String group(String topic) {
        return "workers-of-" + topic;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(0);
    }
}
