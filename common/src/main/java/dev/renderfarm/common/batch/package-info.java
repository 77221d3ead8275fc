/** Where a batch stands: the public record of the compacted status topic and of the HTTP API. */
@NullMarked
package dev.renderfarm.common.batch;

import org.jspecify.annotations.NullMarked;
