/** A room within a wing, plain as it should be. */
@NullMarked
package dev.renderfarm.common.rooms.house.wing.quiet;

import org.jspecify.annotations.NullMarked;
