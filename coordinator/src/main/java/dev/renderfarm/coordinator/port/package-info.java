/** What the ledger needs of the world: long work, item parts, the farm's capacity. Each is a fake in the ledger's tests. */
@NullMarked
package dev.renderfarm.coordinator.port;

import org.jspecify.annotations.NullMarked;
