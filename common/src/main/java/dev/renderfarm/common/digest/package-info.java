/** Digests of bytes, texts and files. */
@NullMarked
package dev.renderfarm.common.digest;

import org.jspecify.annotations.NullMarked;
