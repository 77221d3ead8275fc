/** Tells receivers of what happens to batches: which events there are, for whom, in what order, and when again. Plain values. */
@NullMarked
package dev.renderfarm.coordinator.webhooks;

import org.jspecify.annotations.NullMarked;
