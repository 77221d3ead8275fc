/** What a picture's file says of itself, whatever its format: how it was drawn, by which model, and in which colours. */
@NullMarked
package dev.renderfarm.gpuworker.imprint;

import org.jspecify.annotations.NullMarked;
