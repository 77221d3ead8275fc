/** The pictures that drawings begin with: out of the bucket, onto a canvas. */
@NullMarked
package dev.renderfarm.gpuworker.source;

import org.jspecify.annotations.NullMarked;
