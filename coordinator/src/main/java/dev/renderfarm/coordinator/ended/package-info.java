/** Batches that ended before the farm lost its topics: written down in the bucket, and made known again from there. */
@NullMarked
package dev.renderfarm.coordinator.ended;

import org.jspecify.annotations.NullMarked;
