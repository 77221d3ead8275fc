/** The layout of the bucket. */
@NullMarked
package dev.renderfarm.common.storage;

import org.jspecify.annotations.NullMarked;
