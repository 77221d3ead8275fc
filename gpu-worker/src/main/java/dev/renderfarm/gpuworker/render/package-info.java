/** From requests to pictures: the renderer's contract, the sampling loop over a diffusion model, and a renderer that only pretends. */
@NullMarked
package dev.renderfarm.gpuworker.render;

import org.jspecify.annotations.NullMarked;
