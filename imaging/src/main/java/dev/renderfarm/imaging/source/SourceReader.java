package dev.renderfarm.imaging.source;

import dev.renderfarm.imaging.encoded.DecoderUnavailableException;
import dev.renderfarm.imaging.encoded.EncodedPicture;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.jpeg.JpegSource;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.png.PngSource;
import dev.renderfarm.imaging.webp.WebpSource;
import java.util.function.Function;

/**
 * Reads picture files of strangers: PNG, JPEG and WebP. What a file says of its size is looked at before anything is made
 * room for, colours are converted to sRGB, and the picture is turned as its Exif says. Whatever the bytes are, the
 * answer is a picture or a {@link SourceRefusedException}: no half of one, and no other exception, but for what no file
 * is to blame for: a {@link DecoderUnavailableException}, and the errors of a virtual machine that is out of memory or
 * broken. Reads no other format, whatever readers Java's own registry has. Safe for use by several threads.
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
            boolean swaps = encoded.exif().orientation().swapsSides();
            return new SourceHeader(
                    encoded.format(),
                    swaps ? encoded.height() : encoded.width(),
                    swaps ? encoded.width() : encoded.height(),
                    encoded.hasAlpha());
        });
    }

    /**
     * By how it begins, whatever follows.
     *
     * @throws SourceRefusedException where it is of no format that is read
     */
    public SourceFormat formatOf(byte[] file) {
        return format(file);
    }

    /**
     * Decodes the file.
     *
     * @throws SourceRefusedException where it cannot be read
     * @throws DecoderUnavailableException where no file of its format can
     */
    public Pixels read(byte[] file) {
        return guarded(file, EncodedPicture::decode);
    }

    /** A library that stumbles over a file says that the file is damaged, and nothing else. */
    private <T> T guarded(byte[] file, Function<EncodedPicture, T> use) {
        if (file.length > limits.bytes()) {
            throw new SourceRefusedException(
                    SourceFault.TOO_LARGE,
                    "the file has " + file.length + " bytes, more than the " + limits.bytes() + " allowed");
        }
        SourceFormat format = format(file);
        try {
            EncodedPicture encoded = open(format, file);
            checkPixels(encoded);
            checkColours(encoded);
            return use.apply(encoded);
        } catch (SourceRefusedException | DecoderUnavailableException e) {
            throw e;
        } catch (LinkageError e) {
            throw new DecoderUnavailableException(format, e);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            SourceRefusedException refused = new SourceRefusedException(
                    SourceFault.DAMAGED,
                    "the file breaks its decoder (" + e.getClass().getSimpleName() + ")");
            refused.addSuppressed(e);
            throw refused;
        }
    }

    private void checkPixels(EncodedPicture encoded) {
        String size = "the picture is " + encoded.width() + "x" + encoded.height();
        if (Math.max(encoded.width(), encoded.height()) > limits.side()) {
            throw new SourceRefusedException(
                    SourceFault.TOO_LARGE, size + ", and a side may have " + limits.side() + " pixels");
        }
        long most = limits.pixelsOf(encoded);
        if ((long) encoded.width() * encoded.height() > most) {
            throw new SourceRefusedException(
                    SourceFault.TOO_LARGE, size + ", more than the " + most + " pixels allowed of its kind");
        }
    }

    private static void checkColours(EncodedPicture encoded) {
        if (encoded.exif().adobeRgb() && !encoded.tellsColours()) {
            throw new SourceRefusedException(
                    SourceFault.COLOURS,
                    "the " + encoded.format().title() + " is in Adobe RGB by its Exif, without the profile of that");
        }
    }

    private static EncodedPicture open(SourceFormat format, byte[] file) {
        return switch (format) {
            case PNG -> PngSource.open(file);
            case JPEG -> JpegSource.open(file);
            case WEBP -> WebpSource.open(file);
        };
    }

    private static SourceFormat format(byte[] file) {
        if (PngSource.begins(file)) {
            return SourceFormat.PNG;
        }
        if (JpegSource.begins(file)) {
            return SourceFormat.JPEG;
        }
        if (WebpSource.begins(file)) {
            return SourceFormat.WEBP;
        }
        throw ForeignFormat.of(file)
                .map(format -> new SourceRefusedException(
                        SourceFault.UNSUPPORTED, "the file is " + format.title() + ", which is not read"))
                .orElseGet(() -> new SourceRefusedException(
                        SourceFault.NOT_A_PICTURE, file.length == 0 ? "the file is empty" : "the file is no picture"));
    }
}
