package dev.renderfarm.imaging.encoded;

import dev.renderfarm.imaging.pixels.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * What Exif says about how a picture is to be shown. It is a TIFF file (TIFF 6.0; Exif 2.32, section 4.6); what cannot be
 * read of it says nothing, as for every other reader.
 *
 * @param adobeRgb its colours are those of Adobe RGB: DCF's option file ({@code R03}), or the colour space 2 that some
 *     cameras write
 */
public record ExifTags(Orientation orientation, boolean adobeRgb) {

    /** Of a picture without any. */
    public static final ExifTags NONE = new ExifTags(Orientation.UPRIGHT, false);

    private static final int ORIENTATION = 0x0112;
    private static final int EXIF = 0x8769;
    private static final int INTEROPERABILITY = 0xA005;
    private static final int COLOUR_SPACE = 0xA001;
    private static final int ADOBE_RGB = 2;
    private static final int INDEX = 0x0001;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ASCII = 2;
    private static final int ENTRY = 12;
    private static final byte[] OPTION_FILE = "R03".getBytes(StandardCharsets.US_ASCII);

    /** What JPEG has before it, and some write in other formats too. */
    private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

    /** @param exif from its byte order mark, or from the prefix that JPEG has */
    public static ExifTags read(byte[] exif) {
        boolean prefixed =
                exif.length >= PREFIX.length && Arrays.equals(exif, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
        byte[] tiff = prefixed ? Arrays.copyOfRange(exif, PREFIX.length, exif.length) : exif;
        if (tiff.length < 8) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(tiff);
        if (tiff[0] == 'I' && tiff[1] == 'I') {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else if (tiff[0] != 'M' || tiff[1] != 'M') {
            return NONE;
        }
        int first = in.getInt(4);
        Orientation orientation = number(in, first, ORIENTATION).stream()
                .boxed()
                .flatMap(value -> Orientation.of(value).stream())
                .findFirst()
                .orElse(Orientation.UPRIGHT);
        return new ExifTags(orientation, isAdobeRgb(in, first));
    }

    private static boolean isAdobeRgb(ByteBuffer in, int first) {
        OptionalInt exif = number(in, first, EXIF);
        if (exif.isEmpty()) {
            return false;
        }
        return number(in, exif.getAsInt(), COLOUR_SPACE).orElse(0) == ADOBE_RGB || isOptionFile(in, exif.getAsInt());
    }

    private static boolean isOptionFile(ByteBuffer in, int exif) {
        OptionalInt interoperability = number(in, exif, INTEROPERABILITY);
        OptionalInt entry =
                interoperability.isPresent() ? entry(in, interoperability.getAsInt(), INDEX) : OptionalInt.empty();
        if (entry.isEmpty() || in.getShort(entry.getAsInt() + 2) != ASCII) {
            return false;
        }
        for (int i = 0; i < OPTION_FILE.length; i++) {
            if (in.get(entry.getAsInt() + 8 + i) != OPTION_FILE[i]) {
                return false;
            }
        }
        return true;
    }

    private static OptionalInt number(ByteBuffer in, int directory, int tag) {
        OptionalInt entry = entry(in, directory, tag);
        if (entry.isEmpty()) {
            return entry;
        }
        int at = entry.getAsInt();
        return switch (in.getShort(at + 2)) {
            case SHORT -> OptionalInt.of(Short.toUnsignedInt(in.getShort(at + 8)));
            case LONG -> OptionalInt.of(in.getInt(at + 8));
            default -> OptionalInt.empty();
        };
    }

    /** Where the entry of that tag begins. */
    private static OptionalInt entry(ByteBuffer in, int directory, int tag) {
        if (directory < 8 || directory > in.limit() - 2) {
            return OptionalInt.empty();
        }
        int entries = Short.toUnsignedInt(in.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * ENTRY;
            if (at > in.limit() - ENTRY) {
                return OptionalInt.empty();
            }
            if (Short.toUnsignedInt(in.getShort(at)) == tag) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }
}
