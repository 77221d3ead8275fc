/** Figures of the whole farm, each with its spread and the machine that it was measured on. */
@NullMarked
package dev.renderfarm.endtoend.bench;

import org.jspecify.annotations.NullMarked;
