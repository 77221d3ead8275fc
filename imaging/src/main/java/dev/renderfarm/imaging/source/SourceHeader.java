package dev.renderfarm.imaging.source;

import dev.renderfarm.imaging.encoded.SourceFormat;

/**
 * What a picture file says of itself.
 *
 * @param width in pixels, as it is shown: turned where Exif says so
 * @param height in pixels, as it is shown
 * @param hasAlpha whether pixels may be transparent
 */
public record SourceHeader(SourceFormat format, int width, int height, boolean hasAlpha) {}
