/** A farm that is none: what its API answers is what a test says. */
@NullMarked
package dev.renderfarm.webtests.fake;

import org.jspecify.annotations.NullMarked;
