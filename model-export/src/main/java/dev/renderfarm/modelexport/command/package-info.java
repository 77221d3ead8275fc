/** The commands {@code farm model …}: thin, they only speak to people. */
@NullMarked
package dev.renderfarm.modelexport.command;

import org.jspecify.annotations.NullMarked;
