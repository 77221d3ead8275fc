package dev.renderfarm.coordinator.stream;

/** A record's value and the topic that it goes to. */
record Outgoing(String topic, byte[] value) {}
