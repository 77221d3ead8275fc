/** Where a picture is put, what is drawn over it, and what of it is kept in the end. */
@NullMarked
package dev.renderfarm.imaging.canvas;

import org.jspecify.annotations.NullMarked;
