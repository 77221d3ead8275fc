/** What {@code /q/openapi} says beyond the resources' annotations: bodies, bounds and errors, from what declares them. */
@NullMarked
package dev.renderfarm.coordinator.contract;

import org.jspecify.annotations.NullMarked;
