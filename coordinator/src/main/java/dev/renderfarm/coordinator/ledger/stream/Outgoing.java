package dev.renderfarm.coordinator.ledger.stream;

/** A record's value and the topic that it goes to. */
record Outgoing(String topic, byte[] value) {}
