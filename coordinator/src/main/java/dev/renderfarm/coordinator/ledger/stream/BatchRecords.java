package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.topics.RecordVersion;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reads records that concern a batch. One that cannot be read is skipped: it would fail with every start of the stream.
 */
record BatchRecords(SkippedRecords skipped) {

    private static final byte[] NOTHING = new byte[0];

    /** @param batch of a value */
    <T> Optional<T> read(
            Record<String, byte[]> record, ProcessingContext context, Class<T> type, Function<T, BatchId> batch) {
        try {
            RecordVersion.check(record.headers());
            T value = Json.read(record.value() == null ? NOTHING : record.value(), type);
            requireKey(record.key(), batch.apply(value));
            return Optional.of(value);
        } catch (RuntimeException e) {
            skipped.skipped(context.recordMetadata().orElseThrow(), e);
            return Optional.empty();
        }
    }

    /** A record with another key may be in another partition than its batch. */
    private static void requireKey(String key, BatchId batch) {
        if (!batch.value().equals(key)) {
            throw new IllegalArgumentException("its key is not the batch id " + batch);
        }
    }
}
