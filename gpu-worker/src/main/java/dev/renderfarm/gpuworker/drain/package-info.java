/** Requests to drain that come by way of the farm: which of them mean this worker, and this life of it. */
@NullMarked
package dev.renderfarm.gpuworker.drain;

import org.jspecify.annotations.NullMarked;
