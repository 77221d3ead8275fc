/** The coordinator's configuration, one interface per component. */
@NullMarked
package dev.renderfarm.coordinator.config;

import org.jspecify.annotations.NullMarked;
