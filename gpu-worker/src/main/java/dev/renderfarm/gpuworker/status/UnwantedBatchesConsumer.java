package dev.renderfarm.gpuworker.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.gpuworker.message.MessageHeaders;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code renderfarm.batch-status} from its beginning, all partitions, in a group of its own: every worker hears
 * of every batch. A record may be heard twice or late; it only saves work.
 */
@Singleton
public final class UnwantedBatchesConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(UnwantedBatchesConsumer.class);

    private final UnwantedBatches unwanted;

    UnwantedBatchesConsumer(UnwantedBatches unwanted) {
        this.unwanted = unwanted;
    }

    @Incoming("batch-status")
    void hear(ConsumerRecord<String, byte @Nullable []> message) {
        byte[] value = message.value();
        if (value == null) {
            return;
        }
        try {
            MessageHeaders.checkVersion(message);
            unwanted.hear(Json.read(value, Batch.class));
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("batch status not understood, ignored");
        }
    }
}
