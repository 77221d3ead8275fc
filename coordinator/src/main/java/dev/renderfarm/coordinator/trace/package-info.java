/** What this process tells a receiver of traces; it decides nothing. */
@NullMarked
package dev.renderfarm.coordinator.trace;

import org.jspecify.annotations.NullMarked;
