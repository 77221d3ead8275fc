package dev.renderfarm.gpuworker.claim;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Makes the consumers of one model's share group. */
public final class ShareConsumers {

    private final Map<String, Object> settings;

    /**
     * @param connection how to reach the broker: bootstrap servers and security
     * @param group of the model's workers
     * @param microBatch most records that one consumer holds
     */
    public ShareConsumers(Map<String, Object> connection, String group, int microBatch) {
        Map<String, Object> all = new HashMap<>(connection);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // the default hands a whole producer batch to one consumer, whatever the limit, and its locks run out
        // unrendered
        all.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, microBatch);
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
        this.settings = Map.copyOf(all);
    }

    /** @param client name in the broker's logs and metrics */
    public ShareConsumer<String, byte[]> create(String client) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        return new KafkaShareConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
