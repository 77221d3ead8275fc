/** What failed of a batch becomes the input of another one. */
@NullMarked
package dev.renderfarm.coordinator.retry;

import org.jspecify.annotations.NullMarked;
