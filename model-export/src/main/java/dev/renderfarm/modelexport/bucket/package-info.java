/** Commands that bring packages into a bucket and out of it. */
@NullMarked
package dev.renderfarm.modelexport.bucket;

import org.jspecify.annotations.NullMarked;
