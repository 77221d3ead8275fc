/** Reads the topics that webhooks and their deliveries follow from, and writes what comes of them. */
@NullMarked
package dev.renderfarm.coordinator.webhooks.process;

import org.jspecify.annotations.NullMarked;
