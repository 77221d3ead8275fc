/** Finished pictures and their metadata in the bucket, however long the bucket takes. */
@NullMarked
package dev.renderfarm.gpuworker.store;

import org.jspecify.annotations.NullMarked;
