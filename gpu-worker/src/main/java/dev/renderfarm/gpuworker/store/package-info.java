/** Finished pictures and their metadata in the bucket, and the proof that the bucket takes them. */
@NullMarked
package dev.renderfarm.gpuworker.store;

import org.jspecify.annotations.NullMarked;
