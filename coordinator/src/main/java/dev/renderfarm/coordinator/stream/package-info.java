/** The ledger's edge to Kafka: the Kafka Streams topology, its state stores, the life of the stream, and reading its tables. */
@NullMarked
package dev.renderfarm.coordinator.stream;

import org.jspecify.annotations.NullMarked;
