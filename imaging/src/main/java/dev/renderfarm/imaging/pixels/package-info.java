/** A picture in memory, and how it is turned. */
@NullMarked
package dev.renderfarm.imaging.pixels;

import org.jspecify.annotations.NullMarked;
