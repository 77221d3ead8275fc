package dev.renderfarm.imaging.encoded;

import dev.renderfarm.imaging.pixels.Orientation;
import dev.renderfarm.imaging.pixels.Pixels;

/** A picture file of which all but the pixels has been looked at. */
public interface EncodedPicture {

    SourceFormat format();

    /** As stored, before it is turned. */
    int width();

    /** As stored, before it is turned. */
    int height();

    boolean hasAlpha();

    Orientation orientation();

    /**
     * As stored, in sRGB. Takes room for all pixels: who calls it has looked at their number.
     *
     * @throws SourceRefusedException where they cannot be had, in full and in the colours that are meant
     */
    Pixels decode();
}
