/**
 * Runs the ledger's stream: its settings and native memory, its life from start to end, and the producer of its
 * commands.
 */
@NullMarked
package dev.renderfarm.coordinator.ledger.process;

import org.jspecify.annotations.NullMarked;
