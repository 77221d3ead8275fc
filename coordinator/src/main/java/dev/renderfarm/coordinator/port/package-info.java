/** What the ledger needs of the world (long work, item parts, the farm's capacity) and what it offers to the other rooms (commands in, batches and tasks out). */
@NullMarked
package dev.renderfarm.coordinator.port;

import org.jspecify.annotations.NullMarked;
