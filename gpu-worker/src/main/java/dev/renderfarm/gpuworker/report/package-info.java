/** What the worker says on topics: a result for every attempt, a heartbeat every few seconds. */
@NullMarked
package dev.renderfarm.gpuworker.report;

import org.jspecify.annotations.NullMarked;
