/** How much work waits for each model: what its workers are scaled by. */
@NullMarked
package dev.renderfarm.coordinator.scaling;

import org.jspecify.annotations.NullMarked;
