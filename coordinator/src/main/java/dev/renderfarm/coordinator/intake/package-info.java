/** Checks every row of a batch's input against the model and writes what is to be rendered as item parts. */
@NullMarked
package dev.renderfarm.coordinator.intake;

import org.jspecify.annotations.NullMarked;
