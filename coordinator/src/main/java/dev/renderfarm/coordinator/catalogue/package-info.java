/** Presets and prompt templates by name: those of the bucket, of the operator's file and of the release. */
@NullMarked
package dev.renderfarm.coordinator.catalogue;

import org.jspecify.annotations.NullMarked;
