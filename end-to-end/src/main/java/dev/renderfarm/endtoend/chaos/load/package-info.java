/** Shoppers who submit small batches all the time, as a client would that tries again. */
@NullMarked
package dev.renderfarm.endtoend.chaos.load;

import org.jspecify.annotations.NullMarked;
