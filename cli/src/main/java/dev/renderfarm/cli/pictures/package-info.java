/** Pictures on this machine that the lines of a sheet begin with, and their way to the farm. */
@NullMarked
package dev.renderfarm.cli.pictures;

import org.jspecify.annotations.NullMarked;
