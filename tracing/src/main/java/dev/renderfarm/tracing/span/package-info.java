/** Spans of one process, and the contexts that they are made in. */
@NullMarked
package dev.renderfarm.tracing.span;

import org.jspecify.annotations.NullMarked;
