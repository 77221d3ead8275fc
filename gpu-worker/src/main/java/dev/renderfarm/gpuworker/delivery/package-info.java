/** What a delivery profile wants of a picture: mended where that can be done, and told where it cannot. */
@NullMarked
package dev.renderfarm.gpuworker.delivery;

import org.jspecify.annotations.NullMarked;
