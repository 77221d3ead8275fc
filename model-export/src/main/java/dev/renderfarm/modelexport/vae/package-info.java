/** The VAE, its decoder and its encoder, as TensorFlow graphs. Formulas as in {@code AutoencoderKL} of Hugging Face diffusers. */
@NullMarked
package dev.renderfarm.modelexport.vae;

import org.jspecify.annotations.NullMarked;
