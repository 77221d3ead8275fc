/** Parts of a file as the streams that decoders of others read. */
@NullMarked
package dev.renderfarm.imaging.stream;

import org.jspecify.annotations.NullMarked;
