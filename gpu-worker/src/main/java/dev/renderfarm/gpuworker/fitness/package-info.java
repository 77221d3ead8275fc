/** Whether the worker is fit for work: what it sets itself aside for, and how it comes back. */
@NullMarked
package dev.renderfarm.gpuworker.fitness;

import org.jspecify.annotations.NullMarked;
