/** CLIP's text encoders as TensorFlow graphs: one for the first Stable Diffusion, two side by side for XL. */
@NullMarked
package dev.renderfarm.modelexport.clip;

import org.jspecify.annotations.NullMarked;
