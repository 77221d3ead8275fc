/** The VAE decoder as a TensorFlow graph. Formulas as in {@code AutoencoderKL} of Hugging Face diffusers. */
@NullMarked
package dev.renderfarm.modelexport.vae;

import org.jspecify.annotations.NullMarked;
