/** The one list of named failures, from the GPU to the HTTP API and the exit code of the command line. */
@NullMarked
package dev.renderfarm.common.failure;

import org.jspecify.annotations.NullMarked;
