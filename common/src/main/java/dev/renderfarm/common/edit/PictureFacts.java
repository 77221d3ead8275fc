package dev.renderfarm.common.edit;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the file of a picture once it has been decoded.
 *
 * @param sha256 of the file, lower-case hex
 * @param width in pixels, as it is shown
 * @param height in pixels, as it is shown
 * @param alpha whether the file says how opaque each pixel is
 * @param transparent whether any pixel is less than opaque
 * @param repaints how much of a picture of its size it would have painted anew as a mask; null where an earlier release looked
 */
public record PictureFacts(
        String sha256,
        int width,
        int height,
        boolean alpha,
        boolean transparent,
        @Nullable Coverage repaints) {

    /** Of one of which is not known what it would be as a mask. */
    public PictureFacts(String sha256, int width, int height, boolean alpha, boolean transparent) {
        this(sha256, width, height, alpha, transparent, null);
    }

    public PictureFacts {
        requireNonNull(sha256, "sha256 is null");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture has at least one pixel: " + width + "x" + height);
        }
    }
}
