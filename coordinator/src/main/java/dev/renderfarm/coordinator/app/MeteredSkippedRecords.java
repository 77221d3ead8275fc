package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.coordinator.ledger.stream.SkippedRecords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs skipped records and counts them by topic and reason. */
final class MeteredSkippedRecords implements SkippedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(MeteredSkippedRecords.class);

    private final MeterRegistry meters;

    MeteredSkippedRecords(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void skipped(RecordMetadata origin, RuntimeException reason) {
        boolean newer = reason instanceof NewerSchemaException;
        LOG.atLevel(newer ? Level.ERROR : Level.WARN)
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("problem", reason.toString())
                .log("record skipped");
        Counter.builder("renderfarm.records.skipped")
                .description("Records that the ledger could not read")
                .tag("topic", origin.topic())
                .tag("reason", newer ? "newer" : "malformed")
                .register(meters)
                .increment();
    }
}
