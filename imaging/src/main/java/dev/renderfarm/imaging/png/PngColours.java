package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What a PNG's chunks say of its colours (PNG specification, third edition, section 4.3): {@code cICP} goes before
 * {@code iCCP}, that before {@code sRGB}, that before {@code gAMA} and {@code cHRM}.
 */
final class PngColours {

    private static final int MOST_PROFILE = 8 << 20;
    private static final int LONGEST_NAME = 80;

    /** Of gAMA and cHRM, which are in 1/100000. */
    private static final int SRGB_GAMMA = 45455;

    private static final int GAMMA_TOLERANCE = 2300;
    private static final int[] SRGB_CHROMATICITIES = {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000};
    private static final int CHROMATICITY_TOLERANCE = 1000;

    /** Primaries of BT.709, curve of sRGB or BT.709, RGB, full range: ITU-T H.273. */
    private static final byte[][] SRGB_CODE_POINTS = {{1, 13, 0, 1}, {1, 1, 0, 1}};

    /** The profile that the pixels are in; null where that is sRGB. */
    static byte @Nullable [] profile(byte[] file, PngChunks chunks) {
        PngChunks.Chunk codePoints = chunks.first("cICP");
        if (codePoints != null) {
            checkCodePoints(file, codePoints);
            return null;
        }
        PngChunks.Chunk profile = chunks.first("iCCP");
        if (profile != null) {
            return inflated(file, profile);
        }
        if (chunks.first("sRGB") == null) {
            checkGamma(file, chunks.first("gAMA"));
            checkChromaticities(file, chunks.first("cHRM"));
        }
        return null;
    }

    private static void checkCodePoints(byte[] file, PngChunks.Chunk chunk) {
        for (byte[] srgb : SRGB_CODE_POINTS) {
            if (chunk.length() == srgb.length
                    && Arrays.equals(file, chunk.from(), chunk.from() + srgb.length, srgb, 0, srgb.length)) {
                return;
            }
        }
        throw refused("the PNG's colours are those of video or of a wide gamut (cICP)");
    }

    private static void checkGamma(byte[] file, PngChunks.@Nullable Chunk chunk) {
        if (chunk != null && chunk.length() == Integer.BYTES) {
            int gamma = ByteBuffer.wrap(file).getInt(chunk.from());
            if (Math.abs((long) gamma - SRGB_GAMMA) > GAMMA_TOLERANCE) {
                throw refused("the PNG has a gamma of " + gamma / 100_000.0 + ", not the " + SRGB_GAMMA / 100_000.0
                        + " of sRGB");
            }
        }
    }

    private static void checkChromaticities(byte[] file, PngChunks.@Nullable Chunk chunk) {
        if (chunk == null || chunk.length() != SRGB_CHROMATICITIES.length * Integer.BYTES) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        for (int i = 0; i < SRGB_CHROMATICITIES.length; i++) {
            long stored = in.getInt(chunk.from() + i * Integer.BYTES);
            if (Math.abs(stored - SRGB_CHROMATICITIES[i]) > CHROMATICITY_TOLERANCE) {
                throw refused("the PNG's primary colours (cHRM) are not those of sRGB");
            }
        }
    }

    private static byte[] inflated(byte[] file, PngChunks.Chunk chunk) {
        int end = chunk.from() + chunk.length();
        int at = chunk.from();
        while (at < end && file[at] != 0 && at - chunk.from() < LONGEST_NAME) {
            at++;
        }
        if (at + 2 > end || file[at] != 0 || file[at + 1] != 0) {
            throw refused("the PNG's colour profile is damaged");
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, at + 2, end - at - 2);
            ByteArrayOutputStream profile = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 13];
            while (!inflater.finished()) {
                int got = inflater.inflate(piece);
                if (got == 0) {
                    throw refused("the PNG's colour profile is damaged");
                }
                profile.write(piece, 0, got);
                if (profile.size() > MOST_PROFILE) {
                    throw refused("the PNG's colour profile has more than " + MOST_PROFILE + " bytes");
                }
            }
            return profile.toByteArray();
        } catch (DataFormatException e) {
            throw refused("the PNG's colour profile is damaged");
        } finally {
            inflater.end();
        }
    }

    private static SourceRefusedException refused(String problem) {
        return new SourceRefusedException(SourceFault.COLOURS, problem);
    }

    private PngColours() {}
}
