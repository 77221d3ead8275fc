/**
 * The networks of a latent diffusion model as plain arrays, and the loop that moves latents along their velocity.
 */
@NullMarked
package dev.renderfarm.diffusion.network;

import org.jspecify.annotations.NullMarked;
