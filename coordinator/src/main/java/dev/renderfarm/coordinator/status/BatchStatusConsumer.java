package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.topics.RecordVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the batch status topic from now on; every replica reads all of it and commits nothing. */
@ApplicationScoped
public class BatchStatusConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(BatchStatusConsumer.class);

    private final StatusFeed feed;
    private final EndedBatches endings;
    private final StatusTimes times;
    private final FirstEnds endsNow = new FirstEnds();

    BatchStatusConsumer(StatusFeed feed, EndedBatches endings, StatusTimes times) {
        this.feed = feed;
        this.endings = endings;
        this.times = times;
    }

    @Incoming("batch-status")
    void on(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            RecordVersion.check(record.headers());
            Batch batch = Json.read(record.value(), Batch.class);
            feed.publish(batch);
            times.told(batch, Instant.ofEpochMilli(record.timestamp()));
            if (endsNow.test(batch)) {
                endings.ended(batch);
            }
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("batch status ignored");
        }
    }
}
