/** Small pictures, made where the worker made none, which version of a picture is there, and what edits began with. */
@NullMarked
package dev.renderfarm.coordinator.thumbnails;

import org.jspecify.annotations.NullMarked;
