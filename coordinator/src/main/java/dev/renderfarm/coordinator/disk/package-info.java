/**
 * Local disk for what is on its way: nothing in it outlives the process that put it there or, where that was killed, its
 * next start.
 */
@NullMarked
package dev.renderfarm.coordinator.disk;

import org.jspecify.annotations.NullMarked;
