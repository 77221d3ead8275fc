/**
 * The sampling loop without prompts: embeddings, and latents or a picture, from a file in, latents and picture to a file
 * out, to be compared with other implementations of the same model.
 */
@NullMarked
package dev.renderfarm.modelexport.reference;

import org.jspecify.annotations.NullMarked;
