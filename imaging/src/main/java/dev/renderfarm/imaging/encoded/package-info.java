/** What files of every format have in common, and why one is refused. */
@NullMarked
package dev.renderfarm.imaging.encoded;

import org.jspecify.annotations.NullMarked;
