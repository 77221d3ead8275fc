/** From a wish of a user to a command on the topic that the ledger follows, safe to repeat. */
@NullMarked
package dev.renderfarm.coordinator.submission;

import org.jspecify.annotations.NullMarked;
