/** Where a manifest stands in a PNG, JPEG or WebP file. */
@NullMarked
package dev.renderfarm.provenance.embed;

import org.jspecify.annotations.NullMarked;
