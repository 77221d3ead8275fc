package dev.renderfarm.gpuworker.source;

import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.pixels.Pixels;

/**
 * A picture out of the bucket.
 *
 * @param format of its file
 */
record ReadPicture(Pixels pixels, SourceFormat format) {

    long bytes() {
        byte[] alpha = pixels.alpha();
        return (long) pixels.rgb().length + (alpha == null ? 0 : alpha.length);
    }
}
