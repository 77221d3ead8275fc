/** The Qwen3 text encoder as a TensorFlow graph. Formulas as in {@code Qwen3Model} of Hugging Face transformers. */
@NullMarked
package dev.renderfarm.modelexport.textencoder;

import org.jspecify.annotations.NullMarked;
