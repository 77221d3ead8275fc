/** Which farm the worker draws for: that its bucket is the one of its topics. */
@NullMarked
package dev.renderfarm.gpuworker.farm;

import org.jspecify.annotations.NullMarked;
