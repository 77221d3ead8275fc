/** Tasks out of the share group: claimed, kept while they are worked on, accepted or given back. */
@NullMarked
package dev.renderfarm.gpuworker.claim;

import org.jspecify.annotations.NullMarked;
