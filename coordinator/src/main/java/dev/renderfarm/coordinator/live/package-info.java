/** What happens on the farm now, for pages that stay open: from results and heartbeats, in bounded memory. */
@NullMarked
package dev.renderfarm.coordinator.live;

import org.jspecify.annotations.NullMarked;
