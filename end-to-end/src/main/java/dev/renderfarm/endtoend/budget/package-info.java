/** What the farm may cost: the figures that were committed, and whether those of a run are worse. */
@NullMarked
package dev.renderfarm.endtoend.budget;

import org.jspecify.annotations.NullMarked;
