/** The worker as a process: configuration, life from starting to stopped, health and metrics. */
@NullMarked
package dev.renderfarm.gpuworker.worker;

import org.jspecify.annotations.NullMarked;
