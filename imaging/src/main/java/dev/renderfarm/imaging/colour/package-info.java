/** From the colours that a file means to sRGB. */
@NullMarked
package dev.renderfarm.imaging.colour;

import org.jspecify.annotations.NullMarked;
