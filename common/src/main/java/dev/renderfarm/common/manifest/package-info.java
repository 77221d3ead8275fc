/** How {@code manifest.csv} is written, so that no spreadsheet runs it and every reader gets its texts back. */
@NullMarked
package dev.renderfarm.common.manifest;

import org.jspecify.annotations.NullMarked;
