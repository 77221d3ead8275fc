/** Whole batches through all processes, with every part of the farm failing in turn. */
@NullMarked
package dev.renderfarm.endtoend.flow;

import org.jspecify.annotations.NullMarked;
