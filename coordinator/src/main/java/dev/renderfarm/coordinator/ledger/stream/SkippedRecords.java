package dev.renderfarm.coordinator.ledger.stream;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Hears of every record that could not be read, for those who wonder why. Safe for several threads. Never blocks. */
public interface SkippedRecords {

    void skipped(RecordMetadata origin, RuntimeException reason);
}
