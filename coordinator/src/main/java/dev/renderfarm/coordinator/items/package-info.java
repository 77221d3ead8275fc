/** Item parts in the bucket: how validated requests are written, read in sequence, and read ahead for dispatching. */
@NullMarked
package dev.renderfarm.coordinator.items;

import org.jspecify.annotations.NullMarked;
