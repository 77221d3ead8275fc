/** Pictures of a batch, and of those that go on with it, as one ZIP that is made while it is sent. */
@NullMarked
package dev.renderfarm.coordinator.archive;

import org.jspecify.annotations.NullMarked;
