/** Creates the farm's topics and sets up its groups before anyone uses them. */
@NullMarked
package dev.renderfarm.coordinator.topics;

import org.jspecify.annotations.NullMarked;
