/** Pictures that edits begin with: found by what lines call them, looked at once, kept for as long as a batch needs them. */
@NullMarked
package dev.renderfarm.coordinator.sources;

import org.jspecify.annotations.NullMarked;
