/** What the worker hears of batches: which of them nobody waits for any more. */
@NullMarked
package dev.renderfarm.gpuworker.status;

import org.jspecify.annotations.NullMarked;
