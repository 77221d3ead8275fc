/** JPEG files to pixels. */
@NullMarked
package dev.renderfarm.imaging.jpeg;

import org.jspecify.annotations.NullMarked;
