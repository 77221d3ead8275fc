package dev.renderfarm.imaging.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Formats that are known well enough to be refused by their names. */
enum ForeignFormat {
    GIF("a GIF", 0, "GIF8"),
    TIFF("a TIFF", 0, "II*\0"),
    TIFF_OF_MOTOROLA("a TIFF", 0, "MM\0*"),
    BMP("a BMP", 0, "BM"),
    PHOTOSHOP("a Photoshop document", 0, "8BPS"),
    JPEG_2000("a JPEG 2000", 4, "jP  "),
    JPEG_XL("a JPEG XL", 4, "JXL "),
    JPEG_XL_STREAM("a JPEG XL", 0, "\u00ff\n"),
    AVIF("an AVIF", 4, "ftypavif"),
    AVIF_SEQUENCE("an AVIF", 4, "ftypavis"),
    HEIC("a HEIC", 4, "ftyphei"),
    HEIC_OF_OTHERS("a HEIC", 4, "ftypmif1"),
    PDF("a PDF", 0, "%PDF"),
    SVG("an SVG", 0, "<svg"),
    XML("an XML document, perhaps an SVG", 0, "<?xml");

    private final String title;
    private final int at;
    private final byte[] mark;

    ForeignFormat(String title, int at, String mark) {
        this.title = title;
        this.at = at;
        this.mark = mark.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Optional<ForeignFormat> of(byte[] file) {
        return Arrays.stream(values()).filter(format -> format.begins(file)).findFirst();
    }

    /** With its article. */
    String title() {
        return title;
    }

    private boolean begins(byte[] file) {
        return file.length >= at + mark.length && Arrays.equals(file, at, at + mark.length, mark, 0, mark.length);
    }
}
