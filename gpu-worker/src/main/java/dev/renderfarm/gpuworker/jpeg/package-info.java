/** Pictures as JPEG files that carry their own parameters and say that a model made them. */
@NullMarked
package dev.renderfarm.gpuworker.jpeg;

import org.jspecify.annotations.NullMarked;
