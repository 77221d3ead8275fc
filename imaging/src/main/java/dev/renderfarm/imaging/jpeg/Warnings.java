package dev.renderfarm.imaging.jpeg;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/** What a decoder has made up, where it could not read on: half of a picture is none. */
final class Warnings implements IIOReadWarningListener {

    private @Nullable String first;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        if (first == null) {
            first = warning;
        }
    }

    void refuseIfAny() {
        if (first != null) {
            throw JpegSource.damaged("pixels that are cut off or damaged");
        }
    }
}
