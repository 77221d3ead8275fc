/**
 * Decodes and encodes pictures that are too large for the device's memory in overlapping tiles, which are blended into each other.
 */
@NullMarked
package dev.renderfarm.diffusion.tiles;

import org.jspecify.annotations.NullMarked;
