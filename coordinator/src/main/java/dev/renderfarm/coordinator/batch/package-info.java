/**
 * What the rooms say to one another about batches: the commands of {@code renderfarm.commands}, and the doors by which
 * a batch is validated, dispatched, read and finalized.
 */
@NullMarked
package dev.renderfarm.coordinator.batch;

import org.jspecify.annotations.NullMarked;
