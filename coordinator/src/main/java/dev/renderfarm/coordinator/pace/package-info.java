/** How long pictures take on a device, learnt from what batches have taken: by model, size, steps and guidance. */
@NullMarked
package dev.renderfarm.coordinator.pace;

import org.jspecify.annotations.NullMarked;
