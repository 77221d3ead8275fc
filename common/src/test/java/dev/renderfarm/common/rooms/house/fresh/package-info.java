/** A new room, that nobody has named an edge yet. */
@NullMarked
package dev.renderfarm.common.rooms.house.fresh;

import org.jspecify.annotations.NullMarked;
