/** Pictures that the lines of a sheet begin with: on this machine, their way to the farm, and back from there. */
@NullMarked
package dev.renderfarm.cli.pictures;

import org.jspecify.annotations.NullMarked;
