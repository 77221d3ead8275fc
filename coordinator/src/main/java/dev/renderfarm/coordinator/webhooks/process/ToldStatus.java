package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.topics.RecordVersion;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A status that may begin deliveries, and the partition that it came from. */
record ToldStatus(Batch batch, int partition) {

    private static final Logger LOG = LoggerFactory.getLogger(ToldStatus.class);

    /** Empty where the record tells nothing, or cannot be read. */
    static Optional<ToldStatus> of(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            RecordVersion.check(record.headers());
            return Optional.of(new ToldStatus(Json.read(record.value(), Batch.class), record.partition()))
                    .filter(told -> Dispatch.tells(told.batch()));
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
}
