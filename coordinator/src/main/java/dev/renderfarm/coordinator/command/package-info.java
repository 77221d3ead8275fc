/** What is asked of the ledger: the values of the records on {@code renderfarm.commands}. */
@NullMarked
package dev.renderfarm.coordinator.command;

import org.jspecify.annotations.NullMarked;
