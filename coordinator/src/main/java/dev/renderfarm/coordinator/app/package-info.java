/** Puts the process together: builds the plain parts from the configuration, and starts, watches and stops them. */
@NullMarked
package dev.renderfarm.coordinator.app;

import org.jspecify.annotations.NullMarked;
