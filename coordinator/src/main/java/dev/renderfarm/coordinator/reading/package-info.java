/** Reads the ledger's tables from outside of the stream: pages of tasks, and all tasks of a batch for its files. */
@NullMarked
package dev.renderfarm.coordinator.reading;

import org.jspecify.annotations.NullMarked;
