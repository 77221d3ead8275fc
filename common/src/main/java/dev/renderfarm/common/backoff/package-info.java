/** How long to wait before trying again, the waiting, and the clock that measures it. */
@NullMarked
package dev.renderfarm.common.backoff;

import org.jspecify.annotations.NullMarked;
