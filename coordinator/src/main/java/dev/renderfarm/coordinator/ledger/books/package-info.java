/**
 * Carries out decisions: keeps the tables, dispatches within the window, sends what goes out. Knows neither the stream
 * nor the bucket.
 */
@NullMarked
package dev.renderfarm.coordinator.ledger.books;

import org.jspecify.annotations.NullMarked;
