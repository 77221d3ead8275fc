/** That topics and bucket belong to the same farm: compared at every start, before anything else is touched. */
@NullMarked
package dev.renderfarm.coordinator.identity;

import org.jspecify.annotations.NullMarked;
