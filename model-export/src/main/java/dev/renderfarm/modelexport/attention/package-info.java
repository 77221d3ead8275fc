/**
 * Attention in chunks of queries that fit a budget of memory, its entropy, and rotary position embedding, in TensorFlow
 * operations. The papers that the formulas are from stand at each class.
 */
@NullMarked
package dev.renderfarm.modelexport.attention;

import org.jspecify.annotations.NullMarked;
