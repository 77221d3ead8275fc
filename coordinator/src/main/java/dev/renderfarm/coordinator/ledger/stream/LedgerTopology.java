package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.ledger.books.LedgerPolicies;
import dev.renderfarm.coordinator.ledger.books.SharedServices;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The ledger as a topology: commands and results in; tasks, batch status and dead letters out. */
public final class LedgerTopology {

    public static final String BATCHES = "batches";
    public static final String TASKS = "tasks";
    static final String TIMERS = "timers";
    public static final String BATCHES_BY_ID = "batches-by-id";

    private static final String LEDGER = "ledger";

    public static Topology build(
            FarmTopics topics, SharedServices services, LedgerPolicies policies, SkippedRecords skipped) {
        return build(topics, services, policies, skipped, Stores::persistentKeyValueStore);
    }

    /** @param stores makes the store of a name */
    static Topology build(
            FarmTopics topics,
            SharedServices services,
            LedgerPolicies policies,
            SkippedRecords skipped,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        Topology topology = new Topology();
        BatchRecords records = new BatchRecords(skipped);
        addLedger(topology, topics, () -> new LedgerProcessor(topics, services, policies, records), stores);
        addStatusTable(topology, topics, () -> new StatusTableProcessor(records), stores);
        return topology;
    }

    private static void addLedger(
            Topology topology,
            FarmTopics topics,
            ProcessorSupplier<String, byte[], String, Outgoing> ledger,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        var keys = new StringDeserializer();
        var values = new ByteArrayDeserializer();
        topology.addSource(AutoOffsetReset.earliest(), "commands", keys, values, topics.commands())
                .addSource(AutoOffsetReset.earliest(), "results", keys, values, topics.results())
                .addProcessor(LEDGER, ledger, "commands", "results")
                // an entry of a batch is written with every result: the cache keeps all but the last out of the
                // changelog
                .addStateStore(store(stores.apply(BATCHES)).withCachingEnabled(), LEDGER)
                .addStateStore(store(stores.apply(TASKS)), LEDGER)
                .addStateStore(store(stores.apply(TIMERS)), LEDGER)
                .addSink(
                        "out",
                        (key, value, context) -> ((Outgoing) value).topic(),
                        new StringSerializer(),
                        (String topic, Outgoing value) -> value.value(),
                        LEDGER);
    }

    private static void addStatusTable(
            Topology topology,
            FarmTopics topics,
            ProcessorSupplier<String, byte[], Void, Void> table,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(stores.apply(BATCHES_BY_ID), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "status",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.batchStatus(),
                "status-table",
                table);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
    }

    private LedgerTopology() {}
}
