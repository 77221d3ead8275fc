package dev.renderfarm.imaging.colour;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of a file are in sRGB. Of one channel they are greys, of three red, green and blue, of four cyan,
 * magenta, yellow and black, where 255 is all of the ink.
 */
public final class SourceColours {

    private static final int GREY = 1;
    private static final int CMYK = 4;
    private static final int MOST_OF_16_BITS = 0xffff;

    /**
     * @param samples of 8 bits, a pixel's beside each other; may be the array that is returned
     * @param icc the file's colour profile; null where it has none, and means sRGB
     * @return three bytes a pixel
     * @throws SourceRefusedException where it cannot be told what they mean
     */
    public static byte[] srgb(byte[] samples, int channels, byte @Nullable [] icc) {
        if (icc == null) {
            if (channels == CMYK) {
                throw new SourceRefusedException(
                        SourceFault.COLOURS, "the picture is CMYK without a profile that says which inks");
            }
            return channels == GREY ? spread(samples) : samples;
        }
        if (channels == GREY && ColourProfile.isRgb(icc)) {
            return srgb(spread(samples), Pixels.COLOURS, icc);
        }
        return ColourProfile.read(icc, channels)
                .map(profile -> profile.toSrgb(samples))
                .orElseGet(() -> srgb(samples, channels, null));
    }

    /** The same of 16 bits. */
    public static byte[] srgb(short[] samples, int channels, byte @Nullable [] icc) {
        if (icc == null || (channels == GREY && ColourProfile.isRgb(icc))) {
            return srgb(narrowed(samples), channels, icc);
        }
        return ColourProfile.read(icc, channels)
                .map(profile -> profile.toSrgb(samples))
                .orElseGet(() -> srgb(narrowed(samples), channels, null));
    }

    /** Of 0 to 65535 the nearest of 0 to 255. */
    public static byte narrowed(int of16Bits) {
        return (byte) ((of16Bits * 255 + MOST_OF_16_BITS / 2) / MOST_OF_16_BITS);
    }

    private static byte[] narrowed(short[] samples) {
        byte[] narrow = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            narrow[i] = narrowed(Short.toUnsignedInt(samples[i]));
        }
        return narrow;
    }

    private static byte[] spread(byte[] greys) {
        byte[] rgb = new byte[greys.length * Pixels.COLOURS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = greys[i / Pixels.COLOURS];
        }
        return rgb;
    }

    private SourceColours() {}
}
