/** The farm's API keys: made, followed on their topic, and taken back. */
@NullMarked
package dev.renderfarm.coordinator.keys;

import org.jspecify.annotations.NullMarked;
