package dev.renderfarm.imaging.encoded;

import dev.renderfarm.imaging.pixels.Pixels;

/** A picture file of which all but the pixels has been looked at. */
public interface EncodedPicture {

    SourceFormat format();

    /** As stored, before it is turned. */
    int width();

    /** As stored, before it is turned. */
    int height();

    boolean hasAlpha();

    /** What Exif says of it. */
    ExifTags exif();

    /** Whether the file itself says what its numbers mean as colours, so that Exif need not be asked. */
    boolean tellsColours();

    /** Bytes of heap a pixel that {@link #decode} takes at its peak, what it returns among them. */
    int decodingBytes();

    /**
     * Upright, in sRGB. Takes room for all pixels: who calls it has looked at their number.
     *
     * @throws SourceRefusedException where they cannot be had, in full and in the colours that are meant
     * @throws DecoderUnavailableException where no file of the format can be decoded
     */
    Pixels decode();
}
