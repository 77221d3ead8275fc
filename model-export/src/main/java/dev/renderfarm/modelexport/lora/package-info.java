/**
 * Low-rank adaptations (LoRA): small trained differences of a transformer's matrices, added to its weights on export.
 */
@NullMarked
package dev.renderfarm.modelexport.lora;

import org.jspecify.annotations.NullMarked;
