/** Why a batch stands still: what the ledger can tell of it at one look, and since when. Plain values, no clock. */
@NullMarked
package dev.renderfarm.coordinator.ledger.waiting;

import org.jspecify.annotations.NullMarked;
