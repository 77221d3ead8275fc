/** Half of a circle of rooms, for the test of the rules. */
@NullMarked
package dev.renderfarm.common.rooms.house.here;

import org.jspecify.annotations.NullMarked;
