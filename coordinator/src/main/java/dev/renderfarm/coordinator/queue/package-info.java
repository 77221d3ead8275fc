/** What the broker says of the queues of tasks: how far their topics and their share groups are. */
@NullMarked
package dev.renderfarm.coordinator.queue;

import org.jspecify.annotations.NullMarked;
