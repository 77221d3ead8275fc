/**
 * What must not hold up the stream thread: validating a batch's input, writing its files, and reading the tables for
 * others.
 */
@NullMarked
package dev.renderfarm.coordinator.ledger.offstream;

import org.jspecify.annotations.NullMarked;
