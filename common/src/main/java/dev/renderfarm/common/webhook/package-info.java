/** Who is told by HTTP of what happens to batches, and what becomes of each message. */
@NullMarked
package dev.renderfarm.common.webhook;

import org.jspecify.annotations.NullMarked;
