/** Measures what one device gives without the farm around it. */
@NullMarked
package dev.renderfarm.gpuworker.bench;

import org.jspecify.annotations.NullMarked;
