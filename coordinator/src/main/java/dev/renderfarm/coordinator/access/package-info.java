/** Who asks, and whether he may: decided of every request before anything else is done with it. */
@NullMarked
package dev.renderfarm.coordinator.access;

import org.jspecify.annotations.NullMarked;
