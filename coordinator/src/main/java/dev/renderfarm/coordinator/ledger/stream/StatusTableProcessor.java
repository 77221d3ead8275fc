package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the table of batch status, on every replica for all batches. */
final class StatusTableProcessor implements Processor<String, byte[], Void, Void> {

    private final BatchRecords records;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<String, byte[]> table;
    private @Nullable StateMarks marks;

    StatusTableProcessor(BatchRecords records) {
        this.records = records;
    }

    @Override
    public void init(ProcessorContext<Void, Void> initialized) {
        context = initialized;
        KeyValueStore<String, byte[]> store = initialized.getStateStore(LedgerTopology.BATCHES_BY_ID);
        table = store;
        marks = new StateMarks(store);
        marks.renew();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        ProcessorContext<Void, Void> origin = context;
        KeyValueStore<String, byte[]> statuses = table;
        StateMarks states = marks;
        if (origin == null || statuses == null || states == null) {
            throw new IllegalStateException("a record came before init");
        }
        if (record.value() != null) {
            records.read(record, origin, Batch.class, Batch::id)
                    .ifPresent(batch -> put(statuses, states, batch, record.value()));
        } else if (record.key() != null) {
            remove(statuses, states, record.key());
        }
    }

    private static void put(KeyValueStore<String, byte[]> table, StateMarks states, Batch batch, byte[] json) {
        String age = StatusKeys.byAge(batch);
        byte[] old = table.get(StatusKeys.byId(batch.id()));
        String oldAge = old == null ? age : StatusKeys.byAge(Json.read(old, Batch.class));
        byte[] marks = StateMarks.of(batch);
        states.move(table.get(oldAge), marks);
        if (!oldAge.equals(age)) {
            table.delete(oldAge);
        }
        table.put(StatusKeys.byId(batch.id()), json);
        table.put(age, marks);
    }

    private static void remove(KeyValueStore<String, byte[]> table, StateMarks states, String id) {
        byte[] old = table.delete(StatusKeys.byId(id));
        if (old != null) {
            states.move(table.delete(StatusKeys.byAge(Json.read(old, Batch.class))), null);
        }
    }
}
