/**
 * From requests to pictures: the renderer's contract, a renderer that samples a diffusion model, and one that only
 * pretends.
 */
@NullMarked
package dev.renderfarm.gpuworker.render;

import org.jspecify.annotations.NullMarked;
