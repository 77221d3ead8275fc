package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.KeyId;

/**
 * Writes keys to their topic. Every method returns when the broker has the record, and throws {@link
 * dev.renderfarm.coordinator.batch.BrokerUnavailableException} if it does not take it in time; it may still arrive. Safe
 * for several threads.
 */
public interface KeyPublisher {

    /** Makes the key, or changes it. */
    void publish(StoredKey key) throws InterruptedException;

    void publish(KeyUse use) throws InterruptedException;

    /** Takes the key out of the topic. */
    void forget(KeyId key) throws InterruptedException;
}
