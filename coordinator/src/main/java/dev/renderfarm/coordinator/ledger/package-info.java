/**
 * What is true of batches and their tasks, and what an event changes about it. Immutable values and decisions: no clock, no randomness,
 * no stream.
 */
@NullMarked
package dev.renderfarm.coordinator.ledger;

import org.jspecify.annotations.NullMarked;
