package dev.renderfarm.imaging.jpeg;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder has made up, where it could not read on: half of a picture is none. Bytes that it did not need are no
 * harm.
 */
final class Warnings implements IIOReadWarningListener {

    /** As libjpeg has it, of bytes between what has been decoded in full and the next marker. */
    private static final String BYTES_TOO_MANY = "extraneous bytes before marker";

    private @Nullable String first;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        if (first == null && !warning.contains(BYTES_TOO_MANY)) {
            first = warning;
        }
    }

    void refuseIfAny() {
        if (first != null) {
            throw JpegSource.damaged("pixels that are cut off or damaged");
        }
    }
}
