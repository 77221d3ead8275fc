package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.topics.RecordVersion;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads records that concern a batch. One that cannot be read is logged and skipped: the same record would fail again
 * with every start of the stream.
 */
final class BatchRecords {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRecords.class);
    private static final byte[] NOTHING = new byte[0];

    /**
     * A record whose key is not its batch's may be in another partition than its batch, so that counts as malformed
     * too.
     *
     * @param batch the batch that a value concerns
     */
    static <T> Optional<T> read(
            Record<String, byte[]> record, ProcessingContext context, Class<T> type, Function<T, BatchId> batch) {
        try {
            RecordVersion.check(record.headers());
            T value = Json.read(record.value() == null ? NOTHING : record.value(), type);
            if (batch.apply(value).value().equals(record.key())) {
                return Optional.of(value);
            }
            skipped(context, Level.WARN, "its key is not the batch id " + batch.apply(value));
        } catch (NewerSchemaException e) {
            skipped(context, Level.ERROR, e.getMessage());
        } catch (MalformedJsonException e) {
            skipped(context, Level.WARN, e.getMessage());
        } catch (RuntimeException e) {
            skipped(context, Level.WARN, e.toString());
        }
        return Optional.empty();
    }

    private static void skipped(ProcessingContext context, Level level, String problem) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        LOG.atLevel(level)
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("problem", problem)
                .log("record skipped");
    }

    private BatchRecords() {}
}
