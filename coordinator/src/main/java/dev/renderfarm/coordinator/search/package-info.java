/** Finds batches among all that there are: by their state, their parent, and words. */
@NullMarked
package dev.renderfarm.coordinator.search;

import org.jspecify.annotations.NullMarked;
