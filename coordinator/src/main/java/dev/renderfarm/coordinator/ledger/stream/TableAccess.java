package dev.renderfarm.coordinator.ledger.stream;

import java.util.function.Function;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Where the state stores are read from outside of the stream. */
public interface TableAccess {

    /** @throws dev.renderfarm.coordinator.batch.LedgerUnavailableException while the store cannot be read */
    <K, R> R read(String store, Function<ReadOnlyKeyValueStore<K, byte[]>, R> reading);
}
