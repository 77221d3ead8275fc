/** What a picture's manifest says, and whether it holds. */
@NullMarked
package dev.renderfarm.provenance.verdict;

import org.jspecify.annotations.NullMarked;
