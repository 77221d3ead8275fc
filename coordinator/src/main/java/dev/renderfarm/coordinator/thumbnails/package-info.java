/** Small pictures, made where the worker made none, and which version of a picture is there. */
@NullMarked
package dev.renderfarm.coordinator.thumbnails;

import org.jspecify.annotations.NullMarked;
