package dev.renderfarm.gpuworker.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.gpuworker.message.MessageValues;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code renderfarm.batch-status} from its beginning, all partitions, in a group of its own: every worker hears
 * of every batch. A record may be heard twice or late; it only saves work.
 */
@Singleton
public final class UnwantedBatchesConsumer {

    private final UnwantedBatches unwanted;

    UnwantedBatchesConsumer(UnwantedBatches unwanted) {
        this.unwanted = unwanted;
    }

    @Incoming("batch-status")
    void hear(ConsumerRecord<String, byte @Nullable []> message) {
        MessageValues.read(message, Batch.class).ifPresent(unwanted::hear);
    }
}
