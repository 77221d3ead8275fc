/** What a record of a topic says of itself, and its value. */
@NullMarked
package dev.renderfarm.gpuworker.message;

import org.jspecify.annotations.NullMarked;
