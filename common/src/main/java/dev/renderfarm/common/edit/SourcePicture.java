package dev.renderfarm.common.edit;

import static java.util.Objects.requireNonNull;

/**
 * A picture in the bucket that a drawing begins with, or the mask of one. Checked when the batch was taken in: it was
 * there, and could be decoded.
 *
 * @param key object key
 * @param sha256 of its file, lower-case hex: a worker refuses any other
 * @param bytes size of its file
 * @param width in pixels, as it is shown
 * @param height in pixels, as it is shown
 */
public record SourcePicture(String key, String sha256, long bytes, int width, int height) {

    public SourcePicture {
        requireNonNull(key, "key is null");
        requireNonNull(sha256, "sha256 is null");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture has at least one pixel: " + width + "x" + height);
        }
    }
}
