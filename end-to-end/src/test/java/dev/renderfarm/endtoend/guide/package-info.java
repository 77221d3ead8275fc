/** Runs the examples of a guide, and compares what comes with what it says. */
@NullMarked
package dev.renderfarm.endtoend.guide;

import org.jspecify.annotations.NullMarked;
