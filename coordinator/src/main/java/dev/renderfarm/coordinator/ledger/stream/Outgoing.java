package dev.renderfarm.coordinator.ledger.stream;

import org.jspecify.annotations.Nullable;

/**
 * A record's value and the topic that it goes to.
 *
 * @param value null takes what the topic has of the key out of it
 */
record Outgoing(String topic, byte @Nullable [] value) {}
