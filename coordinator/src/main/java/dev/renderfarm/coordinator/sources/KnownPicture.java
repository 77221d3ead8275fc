package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.edit.Coverage;
import dev.renderfarm.common.edit.SourcePicture;
import org.jspecify.annotations.Nullable;

/**
 * A picture that was found, and what is known of it.
 *
 * @param alpha whether the file says how opaque each pixel is
 * @param transparent whether any pixel is less than opaque
 * @param repaints how much it would have painted anew as a mask; null where that is not known
 */
public record KnownPicture(
        SourcePicture picture,
        boolean alpha,
        boolean transparent,
        @Nullable Coverage repaints) {}
