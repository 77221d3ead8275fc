/** Where the package comes from that the worker serves, and how it gets to this machine. */
@NullMarked
package dev.renderfarm.gpuworker.model;

import org.jspecify.annotations.NullMarked;
