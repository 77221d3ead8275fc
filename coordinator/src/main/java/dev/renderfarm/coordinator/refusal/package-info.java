/** Requests that the farm refuses, and what it says then. */
@NullMarked
package dev.renderfarm.coordinator.refusal;

import org.jspecify.annotations.NullMarked;
