/** Pictures as WebP files that carry their own parameters and say that a model made them. */
@NullMarked
package dev.renderfarm.gpuworker.webp;

import org.jspecify.annotations.NullMarked;
