/** Presets and prompt templates: what shops draw with again and again. */
@NullMarked
package dev.renderfarm.common.catalogue;

import org.jspecify.annotations.NullMarked;
