/** Packages to publish, and the tests of publishing them. */
@NullMarked
package dev.renderfarm.modeldistribution.published;

import org.jspecify.annotations.NullMarked;
