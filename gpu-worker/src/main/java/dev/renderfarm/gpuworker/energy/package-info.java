/** Asks NVIDIA's management library what energy the worker's GPU has drawn. */
@NullMarked
package dev.renderfarm.gpuworker.energy;

import org.jspecify.annotations.NullMarked;
