/** The door for files of strangers: any bytes to pixels, or to a refusal that says why. */
@NullMarked
package dev.renderfarm.imaging.source;

import org.jspecify.annotations.NullMarked;
