/** Builds the plain parts of the coordinator from its configuration. */
@NullMarked
package dev.renderfarm.coordinator.wiring;

import org.jspecify.annotations.NullMarked;
