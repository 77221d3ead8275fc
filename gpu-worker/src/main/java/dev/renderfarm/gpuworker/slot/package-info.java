/** One place on the device's queue: claims a micro-batch, works on it, acknowledges it, and begins again. */
@NullMarked
package dev.renderfarm.gpuworker.slot;

import org.jspecify.annotations.NullMarked;
