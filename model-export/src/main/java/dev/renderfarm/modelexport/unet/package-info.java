/** The U-Net of Stable Diffusion as a TensorFlow graph. */
@NullMarked
package dev.renderfarm.modelexport.unet;

import org.jspecify.annotations.NullMarked;
