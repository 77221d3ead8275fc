/** From a checkpoint to a model package on disk, with constant memory, all or nothing. */
@NullMarked
package dev.renderfarm.modelexport.export;

import org.jspecify.annotations.NullMarked;
