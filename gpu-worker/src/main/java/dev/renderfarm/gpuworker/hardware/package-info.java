/** What the worker runs on, and what energy that draws, as the machine and NVIDIA's management library tell it. */
@NullMarked
package dev.renderfarm.gpuworker.hardware;

import org.jspecify.annotations.NullMarked;
