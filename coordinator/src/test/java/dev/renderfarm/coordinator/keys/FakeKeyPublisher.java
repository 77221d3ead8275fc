package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link KeyPublisher} that keeps what it is given. */
public class FakeKeyPublisher implements KeyPublisher {

    private final List<Object> records = new CopyOnWriteArrayList<>();
    private volatile boolean available = true;

    public void setAvailable(boolean available) {
        this.available = available;
    }

    /** Keys, uses, and ids of keys that were taken out. */
    public List<Object> records() {
        return List.copyOf(records);
    }

    @Override
    public void publish(StoredKey key) {
        add(key);
    }

    @Override
    public void publish(KeyUse use) {
        add(use);
    }

    @Override
    public void forget(KeyId key) {
        add(key);
    }

    private void add(Object record) {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
        records.add(record);
    }
}
