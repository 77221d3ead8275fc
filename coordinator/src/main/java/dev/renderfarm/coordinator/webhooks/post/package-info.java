/** Posts messages to receivers, and to nobody whom they may not reach. */
@NullMarked
package dev.renderfarm.coordinator.webhooks.post;

import org.jspecify.annotations.NullMarked;
