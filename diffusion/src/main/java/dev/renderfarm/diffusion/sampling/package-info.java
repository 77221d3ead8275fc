/**
 * The mathematics of flow-match sampling: noise schedule, initial noise, guidance. Plain numbers in, plain numbers out.
 */
@NullMarked
package dev.renderfarm.diffusion.sampling;

import org.jspecify.annotations.NullMarked;
