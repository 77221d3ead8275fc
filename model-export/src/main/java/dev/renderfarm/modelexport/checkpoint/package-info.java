/**
 * A model before export: its configuration files in the diffusers layout, and its weights, read from files or drawn at
 * random.
 */
@NullMarked
package dev.renderfarm.modelexport.checkpoint;

import org.jspecify.annotations.NullMarked;
