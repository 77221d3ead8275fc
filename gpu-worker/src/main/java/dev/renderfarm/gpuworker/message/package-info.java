/** What a record of a topic says of itself, beside its value. */
@NullMarked
package dev.renderfarm.gpuworker.message;

import org.jspecify.annotations.NullMarked;
