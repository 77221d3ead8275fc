/** What goes wrong: kinds of faults, and schedules of them that a seed repeats. */
@NullMarked
package dev.renderfarm.endtoend.chaos.fault;

import org.jspecify.annotations.NullMarked;
