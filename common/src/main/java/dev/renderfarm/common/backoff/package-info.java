/** How long to wait before trying again, and the waiting. */
@NullMarked
package dev.renderfarm.common.backoff;

import org.jspecify.annotations.NullMarked;
