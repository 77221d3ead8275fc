/** Rolls a published package out to the workers of a model, a few of them first, and back where it does no good. */
@NullMarked
package dev.renderfarm.modelexport.roll;

import org.jspecify.annotations.NullMarked;
