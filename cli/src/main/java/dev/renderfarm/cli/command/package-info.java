/** The commands that people type. */
@NullMarked
package dev.renderfarm.cli.command;

import org.jspecify.annotations.NullMarked;
