/** The stages that a task goes through on a worker, and how long each of them took. */
@NullMarked
package dev.renderfarm.gpuworker.stage;

import org.jspecify.annotations.NullMarked;
