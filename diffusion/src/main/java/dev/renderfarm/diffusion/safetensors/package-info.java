/**
 * Checkpoint files: named tensors behind a JSON header, in one file or sharded over several, read piece by piece as
 * floats of any source type, and written. Plain Java.
 */
@NullMarked
package dev.renderfarm.diffusion.safetensors;

import org.jspecify.annotations.NullMarked;
