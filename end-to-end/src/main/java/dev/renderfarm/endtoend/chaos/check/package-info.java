/**
 * Whether a farm has kept its promises, told from topics and bucket alone: plain records, plain objects and plain JSON,
 * and none of the farm's own classes.
 */
@NullMarked
package dev.renderfarm.endtoend.chaos.check;

import org.jspecify.annotations.NullMarked;
