/** A batch's input file as rows: which format it is, where each row stands, and what cannot be read at all. */
@NullMarked
package dev.renderfarm.coordinator.input;

import org.jspecify.annotations.NullMarked;
