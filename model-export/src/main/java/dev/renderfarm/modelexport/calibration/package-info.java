/**
 * Runs a transformer on calibration prompts, whole and changed, and tells what its heads attend to and how far the
 * change went.
 */
@NullMarked
package dev.renderfarm.modelexport.calibration;

import org.jspecify.annotations.NullMarked;
