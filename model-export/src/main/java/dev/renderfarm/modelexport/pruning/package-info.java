/**
 * Drops the attention heads of a transformer that say least, and reports what that saves and what it changes. Off
 * unless asked for.
 */
@NullMarked
package dev.renderfarm.modelexport.pruning;

import org.jspecify.annotations.NullMarked;
