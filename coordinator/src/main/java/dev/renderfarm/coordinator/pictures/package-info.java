/** Pictures that somebody waits for: a small batch on the interactive lane, and its answer. */
@NullMarked
package dev.renderfarm.coordinator.pictures;

import org.jspecify.annotations.NullMarked;
