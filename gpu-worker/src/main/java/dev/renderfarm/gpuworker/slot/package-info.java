/** One place on the device's queue: claims a micro-batch, works on it, settles it, and begins again. */
@NullMarked
package dev.renderfarm.gpuworker.slot;

import org.jspecify.annotations.NullMarked;
