/** The program that people start. */
@NullMarked
package dev.renderfarm.standalone.command;

import org.jspecify.annotations.NullMarked;
