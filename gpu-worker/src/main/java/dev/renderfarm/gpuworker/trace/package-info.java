/** What a task went through and when, in the worker's own words, for whoever traces it. */
@NullMarked
package dev.renderfarm.gpuworker.trace;

import org.jspecify.annotations.NullMarked;
