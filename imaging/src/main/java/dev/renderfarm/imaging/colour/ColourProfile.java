package dev.renderfarm.imaging.colour;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file's ICC profile: what its numbers mean. Converts with Java's own colour management, by the profile's intent. */
final class ColourProfile {

    /** Larger than those of printers. */
    static final int MOST_BYTES = 8 << 20;

    /** Levels by which profiles that all mean sRGB differ, by how they write its curve. */
    private static final int SAME = 2;

    private static final int HEADER = 128;
    private static final int CLASS_AT = 12;
    private static final int SPACE_AT = 16;
    private static final int MARK_AT = 36;
    private static final Set<String> CLASSES = Set.of("scnr", "mntr", "prtr", "spac");
    private static final Map<String, Integer> CHANNELS = Map.of("GRAY", 1, "RGB ", 3, "CMYK", 4);

    private static final int LATTICE = 9;
    private static final int GREYS = 256;

    private final int channels;
    private final ColorConvertOp toSrgb;

    private ColourProfile(int channels, ICC_Profile profile) {
        this.channels = channels;
        this.toSrgb =
                new ColorConvertOp(new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
    }

    /**
     * Reads a profile for pixels of that many channels.
     *
     * @return empty where it means sRGB, to within what profiles of that name differ: then nothing is to be converted
     * @throws SourceRefusedException where it is none, or one of other pixels
     */
    static Optional<ColourProfile> read(byte[] icc, int channels) {
        if (icc.length < HEADER || !text(icc, MARK_AT).equals("acsp") || !CLASSES.contains(text(icc, CLASS_AT))) {
            throw refused("the colour profile is none that pixels can have");
        }
        if (icc.length > MOST_BYTES) {
            throw refused("the colour profile has more than " + MOST_BYTES + " bytes");
        }
        Integer meant = CHANNELS.get(text(icc, SPACE_AT));
        if (meant == null || meant != channels) {
            throw refused(
                    "the colour profile is of " + text(icc, SPACE_AT).trim().replaceAll("[^A-Za-z0-9]", "?")
                            + ", which is not what the pixels are");
        }
        try {
            ColourProfile profile = new ColourProfile(channels, ICC_Profile.getInstance(icc));
            return profile.meansSrgb() ? Optional.empty() : Optional.of(profile);
        } catch (CMMException | IllegalArgumentException e) {
            throw refused("the colour profile is damaged");
        }
    }

    /** Whether it is one of red, green and blue. */
    static boolean isRgb(byte[] icc) {
        return icc.length >= HEADER && text(icc, SPACE_AT).equals("RGB ");
    }

    /**
     * The same colours in sRGB.
     *
     * @param samples of 8 bits, a pixel's beside each other
     * @param rgb what is written to: three bytes a pixel
     */
    void toSrgb(byte[] samples, int pixels, byte[] rgb) {
        convert(
                Raster.createInterleavedRaster(
                        new DataBufferByte(samples, pixels * channels),
                        pixels,
                        1,
                        pixels * channels,
                        channels,
                        bands(),
                        null),
                rgb);
    }

    /** The same of samples of 16 bits; the colours are of 8. */
    void toSrgb(short[] samples, int pixels, byte[] rgb) {
        convert(
                Raster.createInterleavedRaster(
                        new DataBufferUShort(samples, pixels * channels),
                        pixels,
                        1,
                        pixels * channels,
                        channels,
                        bands(),
                        null),
                rgb);
    }

    private void convert(Raster samples, byte[] rgb) {
        int pixels = samples.getWidth();
        WritableRaster out = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, pixels * Pixels.COLOURS),
                pixels,
                1,
                pixels * Pixels.COLOURS,
                Pixels.COLOURS,
                new int[] {0, 1, 2},
                null);
        try {
            toSrgb.filter(samples, out);
        } catch (CMMException | IllegalArgumentException e) {
            throw refused("the colour profile cannot be converted from");
        }
    }

    private int[] bands() {
        int[] bands = new int[channels];
        for (int i = 0; i < channels; i++) {
            bands[i] = i;
        }
        return bands;
    }

    /** By what it does to colours all over the cube, whatever it is called. */
    private boolean meansSrgb() {
        if (channels > Pixels.COLOURS) {
            toSrgb(new byte[channels], 1, new byte[Pixels.COLOURS]);
            return false;
        }
        byte[] probe = channels == 1 ? greys() : lattice();
        byte[] converted = new byte[probe.length / channels * Pixels.COLOURS];
        toSrgb(probe, probe.length / channels, converted);
        for (int i = 0; i < converted.length; i++) {
            int asIs = probe[channels == 1 ? i / Pixels.COLOURS : i] & 0xff;
            if (Math.abs((converted[i] & 0xff) - asIs) > SAME) {
                return false;
            }
        }
        return true;
    }

    private static byte[] greys() {
        byte[] greys = new byte[GREYS];
        for (int i = 0; i < GREYS; i++) {
            greys[i] = (byte) i;
        }
        return greys;
    }

    private static byte[] lattice() {
        byte[] colours = new byte[LATTICE * LATTICE * LATTICE * Pixels.COLOURS];
        int at = 0;
        for (int r = 0; r < LATTICE; r++) {
            for (int g = 0; g < LATTICE; g++) {
                for (int b = 0; b < LATTICE; b++) {
                    colours[at++] = step(r);
                    colours[at++] = step(g);
                    colours[at++] = step(b);
                }
            }
        }
        return colours;
    }

    private static byte step(int of) {
        return (byte) (of * 255 / (LATTICE - 1));
    }

    private static String text(byte[] icc, int at) {
        return new String(icc, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static SourceRefusedException refused(String problem) {
        return new SourceRefusedException(SourceFault.COLOURS, problem);
    }
}
