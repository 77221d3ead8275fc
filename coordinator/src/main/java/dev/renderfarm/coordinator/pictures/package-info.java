/** Pictures for whoever looks at them: which version of one is there, and small ones, made where the worker made none. */
@NullMarked
package dev.renderfarm.coordinator.pictures;

import org.jspecify.annotations.NullMarked;
