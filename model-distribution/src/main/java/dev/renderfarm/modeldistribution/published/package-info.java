/** A model package in a bucket: where it lies, what it must be to be believed, and how it gets there. */
@NullMarked
package dev.renderfarm.modeldistribution.published;

import org.jspecify.annotations.NullMarked;
