/** A machine's folder of packages that came from a bucket, shared by all its processes. */
@NullMarked
package dev.renderfarm.modeldistribution.cache;

import org.jspecify.annotations.NullMarked;
