/** Pictures as PNG files that carry their own parameters and say that a model made them. */
@NullMarked
package dev.renderfarm.gpuworker.png;

import org.jspecify.annotations.NullMarked;
