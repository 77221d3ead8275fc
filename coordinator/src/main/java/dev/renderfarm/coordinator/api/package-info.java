/** The HTTP API: OpenAI's Files and Batches, and what the farm adds. */
@NullMarked
package dev.renderfarm.coordinator.api;

import org.jspecify.annotations.NullMarked;
