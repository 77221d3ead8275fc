/** What the workers of the farm say of themselves, and how long it is believed. */
@NullMarked
package dev.renderfarm.coordinator.workers;

import org.jspecify.annotations.NullMarked;
