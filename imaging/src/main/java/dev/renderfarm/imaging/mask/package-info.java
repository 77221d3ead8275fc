/** Which pixels of a picture are painted anew. */
@NullMarked
package dev.renderfarm.imaging.mask;

import org.jspecify.annotations.NullMarked;
