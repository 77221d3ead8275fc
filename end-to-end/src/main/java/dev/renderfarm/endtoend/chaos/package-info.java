/** A farm under load that faults strike one after the other, by a schedule that a seed repeats, and the report of what became of it. */
@NullMarked
package dev.renderfarm.endtoend.chaos;

import org.jspecify.annotations.NullMarked;
