/**
 * The numbers that make one model of the Z-Image family: sizes of its text encoder, transformer and VAE decoder. Plain
 * records.
 */
@NullMarked
package dev.renderfarm.modelexport.architecture;

import org.jspecify.annotations.NullMarked;
