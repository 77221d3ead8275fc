/** The layout of the bucket, and what pictures are called in it. */
@NullMarked
package dev.renderfarm.common.storage;

import org.jspecify.annotations.NullMarked;
