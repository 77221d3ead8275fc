/** PNG files to pixels. */
@NullMarked
package dev.renderfarm.imaging.png;

import org.jspecify.annotations.NullMarked;
