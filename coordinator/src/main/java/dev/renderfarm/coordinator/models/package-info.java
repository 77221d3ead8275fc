/** The models that the farm renders with: what intake has to know of each. */
@NullMarked
package dev.renderfarm.coordinator.models;

import org.jspecify.annotations.NullMarked;
