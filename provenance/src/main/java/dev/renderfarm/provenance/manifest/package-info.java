/** C2PA claims and assertions: what was done to a picture, signed into its file. */
@NullMarked
package dev.renderfarm.provenance.manifest;

import org.jspecify.annotations.NullMarked;
