package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.topics.DeliveredPictures;
import dev.renderfarm.coordinator.topics.RecordVersion;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A status that may begin deliveries.
 *
 * @param delivered indexes of the pictures of which it is the first to tell
 * @param partition that it came from
 */
record ToldStatus(Batch batch, List<Integer> delivered, int partition) {

    private static final Logger LOG = LoggerFactory.getLogger(ToldStatus.class);

    ToldStatus {
        delivered = List.copyOf(delivered);
    }

    /**
     * Empty where the record tells nothing, or cannot be read.
     *
     * @param withPictures whether anybody wants to be told of single ones
     */
    static Optional<ToldStatus> of(ConsumerRecord<String, byte[]> record, boolean withPictures) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            RecordVersion.check(record.headers());
            List<Integer> delivered = withPictures ? DeliveredPictures.of(record.headers()) : List.of();
            return Optional.of(new ToldStatus(Json.read(record.value(), Batch.class), delivered, record.partition()))
                    .filter(told -> told.isOfBatch() || !told.delivered().isEmpty());
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("batch status ignored");
            return Optional.empty();
        }
    }

    /** Whether it tells what happened to the batch. */
    boolean isOfBatch() {
        return Dispatch.tells(batch);
    }
}
