/** A model package's SavedModels on one device. Moves numbers into and out of tensors and decides nothing. */
@NullMarked
package dev.renderfarm.diffusion.tensorflow;

import org.jspecify.annotations.NullMarked;
