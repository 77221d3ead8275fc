/** From the rows of a file to the rows that are asked for: corrections, columns of shops, presets, templates, variants. */
@NullMarked
package dev.renderfarm.coordinator.layout;

import org.jspecify.annotations.NullMarked;
