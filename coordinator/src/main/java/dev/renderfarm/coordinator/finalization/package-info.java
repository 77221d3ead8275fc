/** Writes what a batch leaves: output and errors in OpenAI's form, and the manifest for people. */
@NullMarked
package dev.renderfarm.coordinator.finalization;

import org.jspecify.annotations.NullMarked;
