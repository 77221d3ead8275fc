package dev.renderfarm.imaging.colour;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of a file are in sRGB, row by row. Of one channel they are greys, of three red, green and blue, of four
 * cyan, magenta, yellow and black, where 255 is all of the ink. Of one file, and for one thread.
 */
public final class SourceColours {

    private static final int GREY = 1;
    private static final int CMYK = 4;
    private static final int MOST_OF_16_BITS = 0xffff;

    private final int channels;

    /** Null where they mean sRGB. */
    private final @Nullable ColourProfile profile;

    /** Whether greys are converted as the red, green and blue that they are. */
    private final boolean spreads;

    private SourceColours(int channels, @Nullable ColourProfile profile, boolean spreads) {
        this.channels = channels;
        this.profile = profile;
        this.spreads = spreads;
    }

    /**
     * @param icc the file's colour profile; null where it has none, and means sRGB
     * @throws SourceRefusedException where it cannot be told what the numbers mean
     */
    public static SourceColours of(int channels, byte @Nullable [] icc) {
        if (icc == null && channels == CMYK) {
            throw new SourceRefusedException(
                    SourceFault.COLOURS, "the picture is CMYK without a profile that says which inks");
        }
        boolean spreads = channels == GREY && icc != null && ColourProfile.isRgb(icc);
        ColourProfile profile = icc == null
                ? null
                : ColourProfile.read(icc, spreads ? Pixels.COLOURS : channels).orElse(null);
        return new SourceColours(channels, profile, spreads);
    }

    /** Whether samples of 16 bits give other colours than those of 8. */
    public boolean needsWide() {
        return profile != null && !spreads;
    }

    /**
     * Converts a row.
     *
     * @param samples of 8 bits, a pixel's beside each other
     * @param rgb what is written to, three bytes a pixel: another array
     */
    public void toSrgb(byte[] samples, int pixels, byte[] rgb) {
        if (profile == null) {
            plain(samples, pixels, rgb);
        } else if (spreads) {
            byte[] spread = new byte[pixels * Pixels.COLOURS];
            plain(samples, pixels, spread);
            profile.toSrgb(spread, pixels, rgb);
        } else {
            profile.toSrgb(samples, pixels, rgb);
        }
    }

    /** The same of 16 bits, where {@link #needsWide}. */
    public void toSrgb(short[] samples, int pixels, byte[] rgb) {
        if (profile == null || spreads) {
            throw new IllegalStateException("16 bits are kept for nothing");
        }
        profile.toSrgb(samples, pixels, rgb);
    }

    /** Of 0 to 65535 the nearest of 0 to 255. */
    public static byte narrowed(int of16Bits) {
        return (byte) ((of16Bits * 255 + MOST_OF_16_BITS / 2) / MOST_OF_16_BITS);
    }

    private void plain(byte[] samples, int pixels, byte[] rgb) {
        if (channels == Pixels.COLOURS) {
            System.arraycopy(samples, 0, rgb, 0, pixels * Pixels.COLOURS);
            return;
        }
        for (int i = 0; i < pixels * Pixels.COLOURS; i++) {
            rgb[i] = samples[i / Pixels.COLOURS];
        }
    }
}
