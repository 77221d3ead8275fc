/** Follows a batch to its end, through broken connections and restarts of the farm. */
@NullMarked
package dev.renderfarm.cli.watch;

import org.jspecify.annotations.NullMarked;
