/** What the networks of a package cost by themselves, for the scripts under {@code scripts/bench}. */
@NullMarked
package dev.renderfarm.modelexport.bench;

import org.jspecify.annotations.NullMarked;
