/** The tests of a machine's cache, with processes that share it. */
@NullMarked
package dev.renderfarm.modeldistribution.cache;

import org.jspecify.annotations.NullMarked;
