/**
 * What is true of batches and their tasks, and what an event changes about it. Immutable values and decisions: no
 * clock, no stream, and no randomness but what a task's id gives.
 */
@NullMarked
package dev.renderfarm.coordinator.ledger.decision;

import org.jspecify.annotations.NullMarked;
