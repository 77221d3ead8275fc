package dev.renderfarm.coordinator.ledger.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the stream runs.
 *
 * @param clients settings of all Kafka clients, the broker's address among them, and what the stream has besides
 * @param replication of the topics in which the tables are kept
 * @param storeMemory of all state stores, for as long as the process runs
 */
public record StreamSettings(
        Map<String, Object> clients,
        String applicationId,
        Path stateDir,
        int threads,
        Duration commitInterval,
        int replication,
        RocksDbMemory storeMemory) {

    private static final long CACHE_BYTES = 8L << 20;
    private static final int LARGEST_BATCH_OF_RECORDS = 1_000;
    private static final int LARGEST_BATCH_OF_BYTES = 64 << 10;
    /**
     * Of the table that is only followed. A fetch is answered as soon as there is a record, but meanwhile takes up no
     * partition that was paused, as those of the ledger are where records come faster than it reads.
     */
    private static final int LONGEST_FETCH_MILLIS = 5_000;

    public StreamSettings {
        clients = Map.copyOf(clients);
    }

    /** Kafka's own settings. */
    public Map<String, Object> toKafka() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(BoundedRocksDb.MEMORY, storeMemory);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), LARGEST_BATCH_OF_RECORDS);
        // nothing is seen before the commit, which sends what is left: to send earlier only costs requests
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), commitInterval.toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), LARGEST_BATCH_OF_BYTES);
        settings.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), LONGEST_FETCH_MILLIS);
        return settings;
    }
}
