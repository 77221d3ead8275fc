/**
 * When a batch is expected to be done, with how sure that is, and how right it was: from how long its work takes where
 * nothing else comes, and from how far that was off for batches that have ended. Plain values, no clock.
 */
@NullMarked
package dev.renderfarm.coordinator.eta;

import org.jspecify.annotations.NullMarked;
