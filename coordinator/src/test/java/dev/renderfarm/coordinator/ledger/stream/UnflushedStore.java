package dev.renderfarm.coordinator.ledger.stream;

import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A store of production that its driver cannot flush. The driver does so and writes a checkpoint after each record,
 * where a stream of exactly-once does neither until it closes.
 */
final class UnflushedStore implements KeyValueStore<Bytes, byte[]> {

    private final KeyValueStore<Bytes, byte[]> store;

    private UnflushedStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    static KeyValueBytesStoreSupplier of(String name) {
        KeyValueBytesStoreSupplier supplier = Stores.persistentKeyValueStore(name);
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new UnflushedStore(supplier.get());
            }

            @Override
            public String metricsScope() {
                return supplier.metricsScope();
            }
        };
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(uncommitted(context), root);
    }

    /** Where the store cannot ask to be told of commits, with each of which it writes a file. */
    private static StateStoreContext uncommitted(StateStoreContext context) {
        return (StateStoreContext) Proxy.newProxyInstance(
                UnflushedStore.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("register") && arguments.length == 3) {
                        context.register((StateStore) arguments[0], (StateRestoreCallback) arguments[1]);
                        return null;
                    }
                    return method.invoke(context, arguments);
                });
    }

    @Override
    public void flush() {}

    /** Which spares the checkpoint. */
    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public void put(Bytes key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        return store.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        store.putAll(entries);
    }

    @Override
    public byte[] delete(Bytes key) {
        return store.delete(key);
    }

    @Override
    public byte[] get(Bytes key) {
        return store.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return store.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return store.all();
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }
}
