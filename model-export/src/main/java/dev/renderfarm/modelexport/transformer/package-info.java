/**
 * S3-DiT, the transformer of Z-Image, as a TensorFlow graph. Formulas as in {@code ZImageTransformer2DModel} of Hugging
 * Face diffusers.
 */
@NullMarked
package dev.renderfarm.modelexport.transformer;

import org.jspecify.annotations.NullMarked;
