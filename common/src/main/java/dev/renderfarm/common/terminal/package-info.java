/** Text on its way to a terminal, for all programs of the farm that have a command line. */
@NullMarked
package dev.renderfarm.common.terminal;

import org.jspecify.annotations.NullMarked;
