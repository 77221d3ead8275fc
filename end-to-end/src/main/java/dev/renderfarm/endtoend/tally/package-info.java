/** What a simulated fleet has done, and what follows from it: busy shares, shares of submitters, what was lost or doubled. */
@NullMarked
package dev.renderfarm.endtoend.tally;

import org.jspecify.annotations.NullMarked;
