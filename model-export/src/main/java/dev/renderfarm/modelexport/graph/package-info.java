/**
 * The networks of the Z-Image family as TensorFlow graphs: Qwen3 text encoder, S3-DiT transformer, VAE decoder. Batch, length, height
 * and width are unknown while a graph is built. The formulas are those of the reference implementation in Hugging Face diffusers
 * ({@code ZImageTransformer2DModel}, {@code AutoencoderKL}) and transformers ({@code Qwen3Model}).
 */
@NullMarked
package dev.renderfarm.modelexport.graph;

import org.jspecify.annotations.NullMarked;
