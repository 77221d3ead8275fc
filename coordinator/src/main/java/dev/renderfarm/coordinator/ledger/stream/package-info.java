/** The ledger as a Kafka Streams topology: its processors, its state stores, and reading those from outside. */
@NullMarked
package dev.renderfarm.coordinator.ledger.stream;

import org.jspecify.annotations.NullMarked;
