/** The other half of the circle. */
@NullMarked
package dev.renderfarm.common.rooms.house.there;

import org.jspecify.annotations.NullMarked;
