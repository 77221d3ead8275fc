package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the table of batch status, on every replica for all batches. A malformed record is logged and skipped. */
final class StatusTableProcessor implements Processor<String, byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(StatusTableProcessor.class);
    private static final byte[] NO_VALUE = new byte[0];

    private @Nullable KeyValueStore<String, byte[]> table;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        table = context.getStateStore(LedgerTopology.BATCHES_BY_ID);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        KeyValueStore<String, byte[]> statuses = table;
        if (statuses == null) {
            throw new IllegalStateException("a record came before init");
        }
        if (record.value() != null) {
            read(record.value()).ifPresent(batch -> put(statuses, batch, record));
        } else if (record.key() != null) {
            remove(statuses, record.key());
        }
    }

    private static Optional<Batch> read(byte[] json) {
        try {
            return Optional.of(Json.read(json, Batch.class));
        } catch (RuntimeException e) {
            // whatever it is, the same record would bring it about again with every start of the stream
            LOG.atWarn()
                    .addKeyValue("problem", e instanceof MalformedJsonException ? e.getMessage() : e.toString())
                    .log("batch status skipped");
            return Optional.empty();
        }
    }

    private static void put(KeyValueStore<String, byte[]> table, Batch batch, Record<String, byte[]> record) {
        if (!batch.id().value().equals(record.key())) {
            LOG.atWarn().addKeyValue("batchId", batch.id()).log("batch status skipped: its key is not the batch id");
            return;
        }
        table.put(StatusKeys.byId(batch.id()), record.value());
        table.put(StatusKeys.byAge(batch), NO_VALUE);
    }

    private static void remove(KeyValueStore<String, byte[]> table, String id) {
        byte[] old = table.delete(StatusKeys.byId(id));
        if (old != null) {
            table.delete(StatusKeys.byAge(Json.read(old, Batch.class)));
        }
    }
}
