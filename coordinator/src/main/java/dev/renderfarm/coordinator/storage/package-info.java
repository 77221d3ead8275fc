/** The bucket as a part of this process: where it is, and whether it answers. */
@NullMarked
package dev.renderfarm.coordinator.storage;

import org.jspecify.annotations.NullMarked;
