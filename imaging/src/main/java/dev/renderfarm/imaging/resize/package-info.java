/** Pictures of another size, as Pillow's Lanczos makes them. */
@NullMarked
package dev.renderfarm.imaging.resize;

import org.jspecify.annotations.NullMarked;
