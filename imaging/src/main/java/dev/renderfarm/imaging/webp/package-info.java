/** WebP files to pixels. */
@NullMarked
package dev.renderfarm.imaging.webp;

import org.jspecify.annotations.NullMarked;
