/** Whether pictures are what the farm made: each is held against what its metadata and its manifest say. */
@NullMarked
package dev.renderfarm.cli.verify;

import org.jspecify.annotations.NullMarked;
