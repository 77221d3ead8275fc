/** Hands every change of a batch to those who watch it. */
@NullMarked
package dev.renderfarm.coordinator.status;

import org.jspecify.annotations.NullMarked;
