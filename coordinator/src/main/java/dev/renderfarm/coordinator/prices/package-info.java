/** What the farm's devices cost, as far as its operator says so. */
@NullMarked
package dev.renderfarm.coordinator.prices;

import org.jspecify.annotations.NullMarked;
