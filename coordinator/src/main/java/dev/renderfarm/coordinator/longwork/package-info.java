/** Runs what takes too long for the stream thread: validating a batch's input and writing its files. */
@NullMarked
package dev.renderfarm.coordinator.longwork;

import org.jspecify.annotations.NullMarked;
