package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.edit.SourcePicture;

/**
 * A picture that was found, and what is known of it.
 *
 * @param alpha whether the file says how opaque each pixel is
 * @param transparent whether any pixel is less than opaque
 */
public record KnownPicture(SourcePicture picture, boolean alpha, boolean transparent) {}
