package dev.renderfarm.imaging.source;

import dev.renderfarm.imaging.encoded.EncodedPicture;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.jpeg.JpegSource;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.png.PngSource;
import dev.renderfarm.imaging.webp.WebpSource;
import java.util.function.Function;

/**
 * Reads picture files of strangers: PNG, JPEG and WebP. What a file says of its size is looked at before anything is made
 * room for, colours are converted to sRGB, and the picture is turned as its Exif says. Whatever the bytes are, the
 * answer is a picture or a {@link SourceRefusedException}: no half of one, and no other exception. Reads no other
 * format, whatever readers Java's own registry has. Safe for use by several threads.
 */
public final class SourceReader {

    private final SourceLimits limits;

    public SourceReader(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * Looks at all of the file but its pixels.
     *
     * @throws SourceRefusedException where that shows already that it cannot be read
     */
    public SourceHeader header(byte[] file) {
        return guarded(file, encoded -> {
            boolean swaps = encoded.orientation().swapsSides();
            return new SourceHeader(
                    encoded.format(),
                    swaps ? encoded.height() : encoded.width(),
                    swaps ? encoded.width() : encoded.height(),
                    encoded.hasAlpha());
        });
    }

    /**
     * Decodes the file.
     *
     * @throws SourceRefusedException where it cannot be read
     */
    public Pixels read(byte[] file) {
        return guarded(file, encoded -> encoded.orientation().upright(encoded.decode()));
    }

    /** A library that stumbles over a file says that the file is damaged, and nothing else. */
    private <T> T guarded(byte[] file, Function<EncodedPicture, T> use) {
        if (file.length > limits.bytes()) {
            throw new SourceRefusedException(
                    SourceFault.TOO_LARGE,
                    "the file has " + file.length + " bytes, more than the " + limits.bytes() + " allowed");
        }
        try {
            EncodedPicture encoded = open(file);
            checkPixels(encoded);
            return use.apply(encoded);
        } catch (SourceRefusedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            SourceRefusedException refused = new SourceRefusedException(
                    SourceFault.DAMAGED,
                    "the file breaks its decoder (" + e.getClass().getSimpleName() + ")");
            refused.addSuppressed(e);
            throw refused;
        }
    }

    private void checkPixels(EncodedPicture encoded) {
        long pixels = (long) encoded.width() * encoded.height();
        if (pixels > limits.pixels()) {
            throw new SourceRefusedException(
                    SourceFault.TOO_LARGE,
                    "the picture is " + encoded.width() + "x" + encoded.height() + ", more than the " + limits.pixels()
                            + " pixels allowed");
        }
    }

    private static EncodedPicture open(byte[] file) {
        if (PngSource.begins(file)) {
            return PngSource.open(file);
        }
        if (JpegSource.begins(file)) {
            return JpegSource.open(file);
        }
        if (WebpSource.begins(file)) {
            return WebpSource.open(file);
        }
        throw ForeignFormat.of(file)
                .map(format -> new SourceRefusedException(
                        SourceFault.UNSUPPORTED, "the file is " + format.title() + ", which is not read"))
                .orElseGet(() -> new SourceRefusedException(
                        SourceFault.NOT_A_PICTURE, file.length == 0 ? "the file is empty" : "the file is no picture"));
    }
}
