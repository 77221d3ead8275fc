/** A room within a wing that logs. */
@NullMarked
package dev.renderfarm.common.rooms.house.wing.loud;

import org.jspecify.annotations.NullMarked;
