/** Files of pictures that say, signed, how they were made. */
@NullMarked
package dev.renderfarm.gpuworker.provenance;

import org.jspecify.annotations.NullMarked;
