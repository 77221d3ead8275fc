/** How long to wait before trying again. */
@NullMarked
package dev.renderfarm.gpuworker.backoff;

import org.jspecify.annotations.NullMarked;
