/** Presets, prompt templates and delivery profiles: what shops draw with again and again. */
@NullMarked
package dev.renderfarm.common.catalogue;

import org.jspecify.annotations.NullMarked;
