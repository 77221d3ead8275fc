/** A farm that is none: what its API answers is what a test says. */
@NullMarked
package dev.renderfarm.web.fake;

import org.jspecify.annotations.NullMarked;
