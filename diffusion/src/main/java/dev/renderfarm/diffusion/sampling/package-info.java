/**
 * The mathematics of sampling: steps and noise levels, random numbers, guidance, what of a picture is known. Plain
 * numbers in, plain numbers out.
 */
@NullMarked
package dev.renderfarm.diffusion.sampling;

import org.jspecify.annotations.NullMarked;
