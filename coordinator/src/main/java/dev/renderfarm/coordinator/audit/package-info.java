/** Who did what to what, when and from where, on a topic of its own. */
@NullMarked
package dev.renderfarm.coordinator.audit;

import org.jspecify.annotations.NullMarked;
