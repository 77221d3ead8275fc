/**
 * The truth about every batch and its tasks: decisions, the books that they change, and the stream that keeps the
 * books.
 */
@NullMarked
package dev.renderfarm.coordinator.ledger;

import org.jspecify.annotations.NullMarked;
