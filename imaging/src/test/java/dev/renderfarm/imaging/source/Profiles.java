package dev.renderfarm.imaging.source;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Colour profiles: Java's own, and one of inks that is as small as one can be. */
final class Profiles {

    static byte[] srgb() {
        return ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    }

    static byte[] linearRgb() {
        return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    }

    static byte[] linearGrey() {
        return ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    }

    /**
     * Of a printer with four inks, from a table of two points for each (ICC.1:2001-04, lut8Type): no ink is white, any
     * amount of black is black, and cyan, magenta and yellow only darken.
     */
    static byte[] cmyk() {
        byte[] table = table();
        ByteBuffer icc = ByteBuffer.allocate(128 + 4 + 3 * 12 + 20 + table.length + 20 + 20);
        int white = 128 + 4 + 3 * 12;
        int text = white + 20;
        int lut = text + 20;
        icc.putInt(0, icc.capacity());
        put(icc, 12, "prtrCMYKLab ");
        icc.putInt(8, 0x02100000);
        put(icc, 36, "acsp");
        icc.putInt(68, 0xF6D6).putInt(72, 0x10000).putInt(76, 0xD32D);
        icc.putInt(128, 3);
        tag(icc, 132, "wtpt", white, 20);
        tag(icc, 144, "desc", text, 20);
        tag(icc, 156, "A2B0", lut, table.length);
        put(icc, white, "XYZ ");
        icc.putInt(white + 8, 0xF6D6).putInt(white + 12, 0x10000).putInt(white + 16, 0xD32D);
        put(icc, text, "text");
        put(icc, text + 8, "inks");
        icc.position(lut).put(table);
        return icc.array();
    }

    private static byte[] table() {
        ByteBuffer lut = ByteBuffer.allocate(48 + 4 * 256 + 16 * 3 + 3 * 256);
        put(lut, 0, "mft1");
        lut.put(8, (byte) 4).put(9, (byte) 3).put(10, (byte) 2);
        lut.putInt(12, 0x10000).putInt(28, 0x10000).putInt(44, 0x10000);
        lut.position(48);
        identity(lut, 4);
        for (int point = 0; point < 16; point++) {
            int inks = Integer.bitCount(point >> 1);
            int lightness = (point & 1) == 1 ? 0 : 255 - 85 * inks;
            lut.put((byte) lightness).put((byte) 128).put((byte) 128);
        }
        identity(lut, 3);
        return lut.array();
    }

    private static void identity(ByteBuffer out, int curves) {
        for (int i = 0; i < curves * 256; i++) {
            out.put((byte) i);
        }
    }

    private static void tag(ByteBuffer icc, int at, String name, int offset, int length) {
        put(icc, at, name);
        icc.putInt(at + 4, offset).putInt(at + 8, length);
    }

    private static void put(ByteBuffer icc, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            icc.put(at + i, bytes[i]);
        }
    }

    private Profiles() {}
}
