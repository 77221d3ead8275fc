/** Bytes → a zlib stream that is the same on every machine and Java runtime, made for filtered rows of pictures. */
@NullMarked
package dev.renderfarm.gpuworker.deflate;

import org.jspecify.annotations.NullMarked;
