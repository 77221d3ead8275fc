/**
 * Keeps the ledger's books: takes commands, results and the passing of time, has the decisions taken, writes them to the tables and sends
 * out what follows. Knows tables and an outbox, not the stream behind them.
 */
@NullMarked
package dev.renderfarm.coordinator.bookkeeping;

import org.jspecify.annotations.NullMarked;
