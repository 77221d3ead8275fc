/**
 * Checkpoint files: named tensors behind a JSON header, in one file or sharded over several, read through memory maps as floats of any
 * source type, and written. Plain Java.
 */
@NullMarked
package dev.renderfarm.modelexport.safetensors;

import org.jspecify.annotations.NullMarked;
